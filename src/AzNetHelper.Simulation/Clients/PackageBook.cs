using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>The client packages that gateways have generated, and the signed addresses that were given out for them.</summary>
internal sealed class PackageBook(Cloud cloud)
{
    /// <summary>The first folder of every address.</summary>
    public const string Container = "vpnprofileimmutable";

    // recorded-behaviour 4.6.
    private static readonly TimeSpan Validity = TimeSpan.FromHours(1);

    private readonly Dictionary<ResourceId, ServerIdentity> _identities = [];
    private readonly Dictionary<ResourceId, string> _newest = [];
    private readonly Dictionary<string, (byte[] Zip, DateTimeOffset At)> _blobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _given = new(StringComparer.Ordinal);

    /// <summary>Why a gateway has no package to generate; null where it has one.</summary>
    public static ArmError? Refuse(ResourceId id, JsonObject gateway) =>
        GatewayShape.ClientPool(gateway).Count == 0 ? ClientErrors.NoClients.With(id)
        : !ClientShape.SignIns(ClientShape.Of(gateway)).Any() ? ClientErrors.NoSignIn.With(id)
        : null;

    public ServerIdentity IdentityOf(ResourceId id, JsonObject gateway, DateTimeOffset now) =>
        _identities.TryGetValue(id, out var known) ? known : _identities[id] = new(id, gateway, now);

    /// <summary>Generates the package of a gateway as it is now, and gives out an address for it.</summary>
    public string Generate(ResourceId id, JsonObject gateway, JsonObject? parameters, string root, DateTimeOffset now)
    {
        var path = $"/{Container}/{cloud.Ids.NextGuid():D}/vpnprofile/{cloud.Ids.NextGuid():D}/vpnclientconfiguration.zip";
        _blobs[path] = (new PackageWriter(cloud, id, gateway, IdentityOf(id, gateway, now), now).Write(parameters), now);
        _newest[id] = path;
        return Address(path, root, now);
    }

    public bool Has(ResourceId id) => _newest.ContainsKey(id);

    /// <summary>A new address for the package that was generated last.</summary>
    public string Again(ResourceId id, string root, DateTimeOffset now) => Address(_newest[id], root, now);

    public (byte[] Zip, DateTimeOffset At)? Blob(string path) => _blobs.TryGetValue(path, out var blob) ? blob : null;

    /// <summary>True for an address that was given out and has not expired, letter by letter.</summary>
    public bool IsGood(string pathAndQuery, DateTimeOffset now) => _given.TryGetValue(pathAndQuery, out var until) && now <= until;

    private string Address(string path, string root, DateTimeOffset now)
    {
        var target = $"{path}?sv=2018-03-28&sr=b&sig={Uri.EscapeDataString(cloud.Ids.NextSignature(43) + "=")}"
            + $"&st={Stamp(now)}&se={Stamp(now + Validity)}&sp=r&fileExtension=.zip";
        _given[target] = now + Validity;
        return StorageOf(root) + target;
    }

    private static string Stamp(DateTimeOffset at) =>
        Uri.EscapeDataString(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    // Azure's storage for the public names of ARM; a server of another name has the packages at its own.
    private static string StorageOf(string root) => new Uri(root).Host switch
    {
        "management.azure.com" => "https://nfvprodsupsim.blob.core.windows.net",
        "management.chinacloudapi.cn" => "https://nfvprodsupsim.blob.core.chinacloudapi.cn",
        "management.usgovcloudapi.net" => "https://nfvprodsupsim.blob.core.usgovcloudapi.net",
        _ => root,
    };
}
