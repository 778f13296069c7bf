using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Planning;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite;

/// <summary>
/// The command that plans of point-to-site come from. Known sets are named by their files; what a set that was never written says cannot
/// be told again. Secrets are told nowhere: a server that is new needs one however it comes.
/// </summary>
internal static class P2SConfigurationOrigins
{
    public const string SetP2SConfiguration = "Set-P2SConfiguration";

    public static PlanOrigin Of(P2SConfigurationRequest request) => new(SetP2SConfiguration, JsonBody.Write(new JsonObject(
        Parameters(request).Where(p => p.Value is not null).OrderBy(p => p.Key, StringComparer.Ordinal))));

    /// <summary>What a plan's origin asks for.</summary>
    /// <exception cref="FormatException">The origin does not say what is needed.</exception>
    public static P2SConfigurationRequest Read(PlanOrigin origin, ResourceId gateway)
    {
        var given = new OriginParameters(origin);
        return new(gateway)
        {
            AddressPool = Prefixes("AddressPool"),
            Protocols = given.Has("Protocol") ? [.. given.Texts("Protocol")] : null,
            Authentication = given.Has("AuthenticationType") ? [.. given.Texts("AuthenticationType")] : null,
            Roots = given.Has("RootCertificate") ? Roots("RootCertificate") : null,
            AddedRoots = Roots("AddRoot"),
            RenewedRoots = Roots("RenewRoot"),
            RemovedRoots = [.. given.Texts("RemoveRoot")],
            RadiusServers = given.Has("RadiusServer") ? Servers() : null,
            AadTenant = given.Text("AadTenant"),
            AadAudience = given.Text("AadAudience"),
            AadIssuer = given.Text("AadIssuer"),
            CustomRoutes = Prefixes("CustomRoute"),
            KnownSets = [.. given.Texts("CertificateSet").Select(Set)],
            AllowLoss = given.Flag("Force") ?? false,
        };

        ImmutableArray<IPPrefix>? Prefixes(string name) => given.Has(name) ? [.. given.Texts(name).Select(IPPrefix.Parse)] : null;

        ImmutableArray<GivenRoot> Roots(string name) => [.. given.Texts(name).Select(t => RootCertificateInput.Read(t) switch
        {
            ({ } root, _) => root,
            var (_, failure) => throw new FormatException($"-{name}: {failure!.Message}"),
        })];

        ImmutableArray<WantedRadiusServer> Servers()
        {
            var scores = given.Texts("RadiusServerScore").Select(t => (int?)int.Parse(t, CultureInfo.InvariantCulture)).ToArray();
            return [.. given.Texts("RadiusServer").Select((a, at) => new WantedRadiusServer(a, scores.ElementAtOrDefault(at)))];
        }

        static P2SCertificateSet Set(string file) =>
            CertificateSetFile.Read(file) is ({ } set, _) ? set : throw new FormatException($"-CertificateSet: there is no set {file}");
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Parameters(P2SConfigurationRequest request)
    {
        yield return new("Gateway", request.Gateway.ToString());
        yield return new("AddressPool", Texts(request.AddressPool?.Select(p => p.ToString()), keepEmpty: true));
        yield return new("Protocol", Texts(request.Protocols, keepEmpty: true));
        yield return new("AuthenticationType", Texts(request.Authentication, keepEmpty: true));
        yield return new("RootCertificate", Texts(request.Roots?.Select(r => r.ToText()), keepEmpty: true));
        yield return new("AddRoot", Texts(request.AddedRoots.Select(r => r.ToText())));
        yield return new("RenewRoot", Texts(request.RenewedRoots.Select(r => r.ToText())));
        yield return new("RemoveRoot", Texts(request.RemovedRoots));
        yield return new("RadiusServer", Texts(request.RadiusServers?.Select(s => s.Address), keepEmpty: true));
        yield return new("RadiusServerScore", request.RadiusServers is { } servers && servers.All(s => s.Score is not null)
            ? Texts(servers.Select(s => s.Score!.Value.ToString(CultureInfo.InvariantCulture))) : null);
        yield return new("AadTenant", request.AadTenant);
        yield return new("AadAudience", request.AadAudience);
        yield return new("AadIssuer", request.AadIssuer);
        yield return new("CustomRoute", Texts(request.CustomRoutes?.Select(p => p.ToString()), keepEmpty: true));
        yield return new("CertificateSet", Texts(request.KnownSets.Select(s => s.SetFile).OfType<string>()));
        yield return new("Force", request.AllowLoss ? true : null);
    }

    private static JsonArray? Texts(IEnumerable<string>? texts, bool keepEmpty = false) =>
        texts?.Select(t => (JsonNode)t).ToArray() is { } items && (items.Length > 0 || keepEmpty) ? new(items) : null;
}
