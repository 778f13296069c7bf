using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Services;

/// <summary>The commands that plans of access come from.</summary>
internal static class AccessOrigins
{
    public const string Grant = "Grant-VNetServiceAccess";
    public const string Revoke = "Revoke-VNetServiceAccess";

    public static PlanOrigin Of(AccessRequest request) => new(Grant, JsonBody.Write(Sorted(
        ("Resource", Texts(request.Services)), ("Subnet", Texts(request.Subnets)), ("DenyOthers", Flag(request.DenyOthers)),
        ("KeepIp", request.KeepIps.IsEmpty ? null : Texts(request.KeepIps)), ("EnsureEndpoint", Flag(request.EnsureEndpoint)), ("Force", Flag(request.AllowLoss)))));

    public static PlanOrigin Of(AccessRemovalRequest request) => new(Revoke, JsonBody.Write(Sorted(
        ("Resource", Texts(request.Services)), ("Subnet", request.Subnets.IsEmpty ? null : Texts(request.Subnets)), ("AllowOthers", Flag(request.AllowOthers)),
        ("RemoveEndpoint", Flag(request.RemoveEndpoint)), ("Force", Flag(request.AllowLoss)))));

    /// <summary>What a plan's origin asks for, by ids that were found.</summary>
    /// <exception cref="FormatException">The origin does not say what is needed.</exception>
    public static AccessRequest Granted(PlanOrigin origin)
    {
        var given = new OriginParameters(origin);
        return new([], [])
        {
            DenyOthers = given.Flag("DenyOthers") ?? false,
            KeepIps = [.. given.Texts("KeepIp").Select(IPPrefix.Parse)],
            EnsureEndpoint = given.Flag("EnsureEndpoint") ?? false,
            AllowLoss = given.Flag("Force") ?? false,
        };
    }

    /// <summary>The same of a removal.</summary>
    /// <exception cref="FormatException">The origin does not say what is needed.</exception>
    public static AccessRemovalRequest Revoked(PlanOrigin origin)
    {
        var given = new OriginParameters(origin);
        return new([], [])
        {
            AllowOthers = given.Flag("AllowOthers") ?? false,
            RemoveEndpoint = given.Flag("RemoveEndpoint") ?? false,
            AllowLoss = given.Flag("Force") ?? false,
        };
    }

    /// <summary>What both name.</summary>
    /// <exception cref="FormatException">The origin does not say what is needed.</exception>
    public static (string[] Services, string[] Subnets) Named(PlanOrigin origin)
    {
        var given = new OriginParameters(origin);
        return (All("Resource"), origin.Command == Revoke && given.Flag("AllowOthers") is true ? [.. given.Texts("Subnet")] : All("Subnet"));

        string[] All(string name) => given.Texts(name).ToArray() is { Length: > 0 } texts ? texts : throw new FormatException($"-{name} is missing");
    }

    private static JsonObject Sorted(params (string Name, JsonNode? Value)[] parameters) => new(parameters.Where(p => p.Value is not null)
        .OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Name, p.Value)));

    private static JsonArray Texts<T>(IEnumerable<T> items) => [.. items.Select(i => (JsonNode)$"{i}")];

    private static JsonValue? Flag(bool set) => set ? JsonValue.Create(true) : null;
}
