using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>
/// A custom IPsec/IKE policy of a connection. Azure takes one a connection, wants every field, and offers and accepts
/// nothing else then; both connections of two gateways need the same (vpn-gateway-vpn-faq; the values: arm-protocol 1.5,
/// azure-network-rules 4.4).
/// </summary>
public sealed record IpsecPolicy
{
    /// <summary>Phase 1 (IKE) encryption, for example <c>AES256</c>.</summary>
    public string IkeEncryption { get; init; } = string.Empty;

    /// <summary>Phase 1 (IKE) integrity, for example <c>SHA384</c>.</summary>
    public string IkeIntegrity { get; init; } = string.Empty;

    /// <summary>Phase 1 (IKE) Diffie-Hellman group, for example <c>ECP384</c>.</summary>
    public string DhGroup { get; init; } = string.Empty;

    /// <summary>Phase 2 (IPsec) encryption, for example <c>GCMAES256</c>.</summary>
    public string IpsecEncryption { get; init; } = string.Empty;

    /// <summary>Phase 2 (IPsec) integrity; for GCM the same as the encryption.</summary>
    public string IpsecIntegrity { get; init; } = string.Empty;

    /// <summary>Phase 2 (IPsec) perfect forward secrecy, for example <c>ECP384</c>, or <c>None</c>.</summary>
    public string PfsGroup { get; init; } = string.Empty;

    /// <summary>Seconds until the quick mode association is renewed, at least 300; Azure's default is 27,000.</summary>
    public int SALifeTimeSeconds { get; init; } = 27000;

    /// <summary>Kilobytes until the quick mode association is renewed, at least 1,024; Azure's default is 102,400,000.</summary>
    public int SADataSizeKilobytes { get; init; } = 102_400_000;

    /// <summary>No policy of its own: Azure's default proposals, also where a connection has a policy now.</summary>
    public static IpsecPolicy Default { get; } = new() { SALifeTimeSeconds = 0, SADataSizeKilobytes = 0 };

    /// <summary>True for <see cref="Default"/>.</summary>
    public bool IsDefault => this == Default;

    /// <summary>The policy; null for Azure's default, which a connection has where it has none.</summary>
    internal IpsecPolicy? Own => IsDefault ? null : this;

    /// <summary>The fields that take one of a list of names, in the order of Azure's documentation.</summary>
    public static ImmutableArray<IpsecField> Fields { get; } =
    [
        new("IkeEncryption", "ikeEncryption", p => p.IkeEncryption, (p, v) => p with { IkeEncryption = v },
            ["GCMAES256", "GCMAES128", "AES256", "AES192", "AES128", "DES3", "DES"]),
        new("IkeIntegrity", "ikeIntegrity", p => p.IkeIntegrity, (p, v) => p with { IkeIntegrity = v },
            ["SHA384", "SHA256", "SHA1", "MD5", "GCMAES256", "GCMAES128"]),
        new("DhGroup", "dhGroup", p => p.DhGroup, (p, v) => p with { DhGroup = v },
            ["DHGroup24", "ECP384", "ECP256", "DHGroup14", "DHGroup2048", "DHGroup2", "DHGroup1", "None"]),
        new("IpsecEncryption", "ipsecEncryption", p => p.IpsecEncryption, (p, v) => p with { IpsecEncryption = v },
            ["GCMAES256", "GCMAES192", "GCMAES128", "AES256", "AES192", "AES128", "DES3", "DES", "None"]),
        new("IpsecIntegrity", "ipsecIntegrity", p => p.IpsecIntegrity, (p, v) => p with { IpsecIntegrity = v },
            ["GCMAES256", "GCMAES192", "GCMAES128", "SHA256", "SHA1", "MD5"]),
        new("PfsGroup", "pfsGroup", p => p.PfsGroup, (p, v) => p with { PfsGroup = v },
            ["PFS24", "ECP384", "ECP256", "PFS2048", "PFS14", "PFS2", "PFS1", "PFSMM", "None"]),
    ];

    /// <summary>Every reason why Azure does not take the policy, a sentence each; empty when it does.</summary>
    public ImmutableArray<string> Problems() => IsDefault ? [] :
    [
        .. Fields.Select(f => f.Problem(this)).OfType<string>(),
        .. SALifeTimeSeconds < 300 ? [$"SALifeTimeSeconds is {SALifeTimeSeconds}; the least is 300."] : Array.Empty<string>(),
        .. SADataSizeKilobytes < 1024 ? [$"SADataSizeKilobytes is {SADataSizeKilobytes}; the least is 1024."] : Array.Empty<string>(),
        .. IsGcm(IpsecEncryption) != IsGcm(IpsecIntegrity) || (IsGcm(IpsecEncryption) && !Same(IpsecEncryption, IpsecIntegrity))
            ? [$"IpsecEncryption is {IpsecEncryption} and IpsecIntegrity {IpsecIntegrity}: with GCM both must be the same."] : Array.Empty<string>(),
        .. IsGcm(IkeIntegrity) && !Same(IkeIntegrity, IkeEncryption)
            ? [$"IkeIntegrity is {IkeIntegrity} and IkeEncryption {IkeEncryption}: GCM as integrity needs the same as encryption."] : Array.Empty<string>(),
    ];

    /// <summary>The policy with names spelt as Azure spells them.</summary>
    public IpsecPolicy Canonical() => Fields.Aggregate(this, (p, f) => f.Set(p, f.Canonical(f.Get(p))));

    /// <summary>As <c>ipsecPolicies</c> of a connection: empty for Azure's default.</summary>
    public JsonArray ToJsonArray() => IsDefault ? [] : [ToJson()];

    /// <summary>As a connection's <c>ipsecPolicies</c> hold it.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["saLifeTimeSeconds"] = SALifeTimeSeconds, ["saDataSizeKilobytes"] = SADataSizeKilobytes };
        foreach (var field in Fields)
        {
            json[field.Member] = field.Canonical(field.Get(this));
        }

        return json;
    }

    public override string ToString() => IsDefault ? "Azure's default" :
        $"IKE {IkeEncryption}/{IkeIntegrity}/{DhGroup}, IPsec {IpsecEncryption}/{IpsecIntegrity}/{PfsGroup}";

    internal static IpsecPolicy Read(JsonPart part) => Fields.Aggregate(
        new IpsecPolicy
        {
            SALifeTimeSeconds = (int)(part.Number("saLifeTimeSeconds") ?? 0),
            SADataSizeKilobytes = (int)(part.Number("saDataSizeKilobytes") ?? 0),
        },
        (p, f) => f.Set(p, f.Canonical(part.Text(f.Member) ?? string.Empty)));

    private static bool IsGcm(string name) => name.StartsWith("GCM", StringComparison.OrdinalIgnoreCase);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A field of a policy that takes one of a list of names.</summary>
/// <param name="Name">As PowerShell names it.</param>
/// <param name="Member">As ARM names it.</param>
/// <param name="Get">Its value in a policy.</param>
/// <param name="Set">A policy with another value.</param>
/// <param name="Values">What it may be, the strongest first.</param>
public sealed record IpsecField(
    string Name, string Member, Func<IpsecPolicy, string> Get, Func<IpsecPolicy, string, IpsecPolicy> Set, ImmutableArray<string> Values)
{
    /// <summary>The name as Azure spells it; as given where it is none.</summary>
    public string Canonical(string value) =>
        Values.FirstOrDefault(v => string.Equals(v, value, StringComparison.OrdinalIgnoreCase)) ?? value;

    /// <summary>What is wrong with the field in a policy; null for nothing.</summary>
    public string? Problem(IpsecPolicy policy) => Get(policy) is var value && string.IsNullOrEmpty(value)
        ? $"{Name} is missing; a policy needs every field. One of {string.Join(", ", Values)}."
        : Values.Contains(value, StringComparer.OrdinalIgnoreCase) ? null
        : $"{Name} is '{value}', not one of {string.Join(", ", Values)}.";
}
