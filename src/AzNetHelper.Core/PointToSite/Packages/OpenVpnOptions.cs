using System.Globalization;
using System.Text.RegularExpressions;

namespace AzNetHelper.PointToSite;

/// <summary>
/// The options that a gateway's profile of OpenVPN may have. OpenVPN runs programs, loads code and writes files by many options, and
/// has more with each version; so these are the ones that are known to do none of that, and everything else is refused.
/// </summary>
internal static partial class OpenVpnOptions
{
    private const int MostShown = 40;

    // What vpnconfig.ovpn holds (azure-network-rules 5.2), and what else says how to talk to a server (openvpn(8), "Client Options",
    // "Protocol Options", "Data Channel Cipher Negotiation", "TLS Mode Options", "Link Options").
    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "client", "tls-client", "pull", "dev", "dev-type", "proto", "port", "rport", "lport", "remote", "remote-random", "resolv-retry",
        "connect-retry", "connect-retry-max", "connect-timeout", "server-poll-timeout", "float", "nobind", "auth", "cipher", "data-ciphers",
        "data-ciphers-fallback", "ncp-ciphers", "ncp-disable", "tls-cipher", "tls-ciphersuites", "tls-groups", "tls-version-min",
        "tls-version-max", "tls-timeout", "hand-window", "tran-window", "reneg-sec", "reneg-bytes", "reneg-pkts", "key-direction",
        "remote-cert-tls", "remote-cert-ku", "remote-cert-eku", "verify-x509-name", "auth-nocache", "auth-retry", "persist-key",
        "persist-tun", "ping", "ping-restart", "ping-exit", "keepalive", "explicit-exit-notify", "mssfix", "fragment", "tun-mtu", "sndbuf",
        "rcvbuf", "comp-lzo", "compress", "allow-compression", "verb", "mute", "mute-replay-warnings", "topology", "route", "route-ipv6",
        "route-delay", "redirect-gateway", "disable-dco",
    };

    // Between <ca> and </ca> and so on stands data. OpenVPN reads what stands in any other such brackets as options.
    private static readonly HashSet<string> Blocks =
        new(StringComparer.Ordinal) { "ca", "cert", "key", "tls-auth", "tls-crypt", "extra-certs" };

    /// <summary>Looks at a whole profile.</summary>
    /// <param name="profile">Its text.</param>
    /// <param name="file">What it is called in an error.</param>
    /// <exception cref="InvalidDataException">It has an option that none of a gateway has, or none that names a server, or is cut off.</exception>
    public static void Check(string profile, string file)
    {
        string? block = null;
        var (hasServer, number) = (false, 0);
        foreach (var line in profile.Split('\n').Select(l => l.EndsWith('\r') ? l[..^1] : l))
        {
            number++;
            var text = line.Trim(' ', '\t');
            if (block is not null)
            {
                // OpenVPN ends a block where a line begins with its end, whatever follows, and takes a long line apart before it looks.
                block = text == $"</{block}>" ? null : !line.Contains('<', StringComparison.Ordinal) && !HasControls(line) ? block
                    : throw Refused(file, number, $"in <{block}> what is no data: {Shown(text)}");
            }
            else if (OpeningBlock().Match(text) is { Success: true } opening)
            {
                block = Blocks.Contains(opening.Groups["name"].Value) ? opening.Groups["name"].Value
                    : throw Refused(file, number, $"the block {Shown(text)}");
            }
            else if (text.Length > 0)
            {
                var name = Option().Match(text).Groups["name"].Value;
                hasServer |= name == "remote";
                if (HasControls(line) || !(text[0] is '#' or ';' || Plain.Contains(name) || NeedsCare().IsMatch(text)))
                {
                    throw Refused(file, number, $"the option {Shown(text)}");
                }
            }
        }

        if (!hasServer || block is not null)
        {
            throw new InvalidDataException($"{file} names no server (remote), or is cut off");
        }
    }

    private static InvalidDataException Refused(string file, int line, string what) => new(string.Create(CultureInfo.InvariantCulture,
        $"line {line} of {file} has {what}, which is none of those that a gateway writes and that act on nothing but the tunnel. Download the package again"));

    private static bool HasControls(string line) => line.Any(c => char.IsControl(c) && c != '\t');

    // The first word, of letters that cannot act in a message.
    private static string Shown(string text)
    {
        var word = text.Split([' ', '\t'], 2)[0];
        return $"'{string.Concat(word.Take(MostShown).Select(c => c is > ' ' and <= '~' ? c : '?'))}{(word.Length > MostShown ? "..." : string.Empty)}'";
    }

    [GeneratedRegex("^<(?<name>[^>/]*)>$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OpeningBlock();

    // In plain letters to its end: quotes and backslashes within a name are taken away by OpenVPN before it looks it up.
    [GeneratedRegex(@"^(--)?(?<name>[a-z0-9-]+)(?=[ \t]|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Option();

    // A log in the folder where OpenVPN is started, and no other file (OpenVPN writes it as root); a name and a password that a person
    // types, and none that a file holds.
    [GeneratedRegex(@"^(log(-append)?[ \t]+[A-Za-z0-9_][A-Za-z0-9_.-]*|auth-user-pass)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NeedsCare();
}
