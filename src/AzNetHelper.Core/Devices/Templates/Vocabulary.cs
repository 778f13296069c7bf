using System.Collections.Immutable;

namespace AzNetHelper.Devices.Templates;

/// <summary>What a name of a template stands for.</summary>
public enum WordKind
{
    /// <summary>Text; as a condition it holds when it is not empty.</summary>
    Text,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>Several things, for <c>#each</c>; as a condition it holds when there is one.</summary>
    List,
}

/// <summary>A name that templates may use.</summary>
/// <param name="Name">As templates write it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Meaning">What it stands for, in words.</param>
public sealed record Word(string Name, WordKind Kind, string Meaning)
{
    /// <summary>The names inside of each thing of a list.</summary>
    public ImmutableArray<Word> Inner { get; init; } = [];
}

/// <summary>Every name that a template may use. A template that uses another one is refused when it is read.</summary>
public static class Vocabulary
{
    /// <summary>What each thing of every list has.</summary>
    public static ImmutableArray<Word> OfEach { get; } =
    [
        Text("index", "its place in the list, from 1"), Flag("first", "the first of the list"), Flag("last", "the last of the list"),
    ];

    private static readonly ImmutableArray<Word> OfPrefix =
    [
        Text("prefix", "like 10.1.0.0/16"), Text("network", "like 10.1.0.0"), Text("length", "like 16"),
        Text("mask", "like 255.255.0.0"), Text("wildcard", "like 0.0.255.255"), Flag("host", "a single address: nothing is longer than its /32"),
    ];

    /// <summary>The names outside of lists.</summary>
    public static ImmutableArray<Word> Root { get; } =
    [
        Text("connection", "the connection's name"),
        Text("name", "the connection's name in letters, digits, _ and -, as long as the template allows"),
        Text("gateway", "the name of the VPN gateway"),
        Text("site", "the name of the local network gateway"),
        Text("deviceAddress", "the device's public address; empty where Azure knows it by name"),
        Text("deviceFqdn", "the device's name in DNS; empty where Azure knows it by address"),
        Text("ikeVersion", "1 or 2"), Flag("ikev1", "IKEv1"), Flag("ikev2", "IKEv2"),
        Flag("initiates", "the device may open the tunnel; not when the connection is InitiatorOnly"),
        Flag("mustInitiate", "only the device opens the tunnel: the connection is ResponderOnly"),
        Text("policy", "the proposals in Azure's words"), Flag("customPolicy", "the connection has a custom policy"),
        Text("ikeLifetime", "seconds of an IKE association"), Text("saLifetime", "seconds of an IPsec association"),
        Text("saKilobytes", "kilobytes of an IPsec association"),
        Text("dpdTimeout", "seconds until a silent peer is gone"), Text("dpdInterval", "a third of these, 10 at least"),
        Text("mtu", "of the tunnel"), Text("mss", "TCP segments through the tunnel"),
        Flag("policyBased", "the tunnel has traffic selectors instead of any to any"),
        Flag("activeActive", "the gateway has two instances, each with a tunnel"),
        Flag("bgp", "routes are exchanged by BGP"), Flag("apipa", "the gateway's BGP addresses are link-local; only the device opens the sessions then"),
        Text("deviceAsn", "the device's ASN"), Text("gatewayAsn", "the gateway's ASN"), Text("deviceBgpAddress", "the device's BGP address"),
        Text("key", "the shared key, or a placeholder"), Flag("holdsKey", "the key is there"),
        Text("keyNotice", "a sentence that says whether the key is there; belongs into each file that has the key"),
        Text("dh", "the IKE Diffie-Hellman group, as the device spells it"), Text("pfs", "the PFS group; empty for none"),
        List("ikeEncryptions", "the IKE encryptions, each once", [Text("value", "as the device spells it")]),
        List("ikeIntegrities", "the IKE integrities, each once; none for GCM", [Text("value", "as the device spells it")]),
        List("ipsecIntegrities", "the IPsec integrities, each once; none for GCM alone", [Text("value", "as the device spells it")]),
        List("ikePrfs", "the IKE pseudo-random functions, each once", [Text("value", "as the device spells it")]),
        List("ike", "IKE proposals, the strongest first",
        [
            Text("encryption", "as the device spells it"), Text("integrity", "empty for GCM"), Text("prf", "the pseudo-random function"),
            Text("group", "the Diffie-Hellman group"), Flag("gcm", "GCM, which needs no integrity"),
        ]),
        List("ipsec", "IPsec proposals, the strongest first",
        [
            Text("encryption", "as the device spells it"), Text("integrity", "empty for GCM"), Flag("gcm", "GCM"),
        ]),
        List("tunnels", "a tunnel for each instance of the gateway",
        [
            Text("instance", "1 or 2; the same as index outside of inner lists"), Flag("isFirst", "the first instance"), Text("number", "firstTunnel of the settings, and counted up"), Text("peer", "the instance's public address"),
            Text("bgpPeer", "the instance's BGP address"), Text("innerAddress", "for devices whose tunnels need an address: never leaves the device"),
            Text("innerMask", "its mask"), Text("innerLength", "its length"), Text("innerPeer", "the other address of the innerAddress' net"),
        ]),
        List("azurePrefixes", "what lies behind the gateway", OfPrefix),
        List("sitePrefixes", "what lies behind the device", OfPrefix),
        List("selectors", "pairs of traffic selectors; none for any to any",
        [
            Text("local", "the device's prefix"), Text("localNetwork", "its network"), Text("localMask", "its mask"), Text("localWildcard", "its wildcard"),
            Text("remote", "Azure's prefix"), Text("remoteNetwork", "its network"), Text("remoteMask", "its mask"), Text("remoteWildcard", "its wildcard"),
        ]),
    ];

    private static Word Text(string name, string meaning) => new(name, WordKind.Text, meaning);

    private static Word Flag(string name, string meaning) => new(name, WordKind.Flag, meaning);

    private static Word List(string name, string meaning, ImmutableArray<Word> inner) => new(name, WordKind.List, meaning) { Inner = inner };
}
