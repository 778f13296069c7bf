using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>
/// The files of a strongSwan client, laid out as in /etc/swanctl (docs.strongswan.org, "swanctl Directory" and "swanctl.conf").
/// </summary>
internal static class StrongSwanProfile
{
    // The number of selectors in a payload is one octet (RFC 7296, 3.13).
    private const int MostSelectors = 255;

    public static ProfileDraft Write(ClientProfileRequest request) =>
        IkeProfile.Of(request) is var (profile, why) && profile is not null ? Write(profile) : ProfileDraft.Not(why!);

    private static ProfileDraft Write(IkeProfile profile)
    {
        var name = profile.FileName;
        var roots = profile.Settings.ServerRoots
            .Select((root, i) => (File: ProfileNames.Numbered($"{name}-server", i, ".pem"), Root: root)).ToArray();
        var files = ImmutableArray.CreateBuilder<ProfileFile>();
        files.Add(new($"swanctl/conf.d/{name}.conf", ProfileText.Bytes(Configuration(profile, [.. roots.Select(r => r.File)])), HoldsKey: false));
        foreach (var (file, root) in roots)
        {
            using var certificate = new X509Certificate2(root.Span);
            files.Add(new($"swanctl/x509ca/{file}", ProfileText.Bytes(ClientPem.Certificate(certificate) + "\n"), HoldsKey: false));
        }

        foreach (var (file, der) in (profile.IsByRadius ? profile.Settings.RadiusRoots : [])
            .Select((r, i) => (ProfileNames.Numbered($"{name}-radius", i, ".pem"), r)))
        {
            using var certificate = new X509Certificate2(der.Span);
            files.Add(new($"swanctl/x509ca/{file}", ProfileText.Bytes(ClientPem.Certificate(certificate) + "\n"), HoldsKey: false));
        }

        if (profile.Client is { } client)
        {
            files.Add(new($"swanctl/x509/{name}.pem", ProfileText.Bytes(ClientPem.Certificate(client.Certificate) + "\n"), HoldsKey: false));
            files.AddRange(ClientPem.Between(client).Select((issuer, i) => new ProfileFile(
                $"swanctl/x509/{ProfileNames.Numbered($"{name}-issuer", i, ".pem")}", ProfileText.Bytes(ClientPem.Certificate(issuer) + "\n"),
                HoldsKey: false)));
            files.Add(new($"swanctl/private/{name}.pem", ClientPem.KeyFile(profile.Request), HoldsKey: true));
        }

        return new(files.ToImmutable(), Steps(profile));
    }

    private static ImmutableArray<string> Steps(IkeProfile profile) =>
    [
        "Install strongSwan 5.8 or newer with its plugins: on Debian and Ubuntu charon-systemd, strongswan-swanctl, libcharon-extra-plugins.",
        $"Copy the folder: sudo cp -r swanctl/. /etc/swanctl/{(profile.Client is null ? string.Empty
            : $" && sudo chown root: /etc/swanctl/private/{profile.FileName}.pem && sudo chmod 600 /etc/swanctl/private/{profile.FileName}.pem")}",
        profile is { Client: not null, HasPassword: true } ? "Load it, which asks for the password of the key: sudo swanctl --load-all"
            : profile.Client is null ? $"Put {(profile.UserName is null ? "name (id of \"local\") and password" : "the password")} "
                + $"into /etc/swanctl/conf.d/{profile.FileName}.conf, then load it: sudo swanctl --load-all"
            : "Load it: sudo swanctl --load-all",
        $"Connect: sudo swanctl --initiate --child {FirstChild(profile)}",
        $"Disconnect: sudo swanctl --terminate --ike {profile.FileName}",
    ];

    private static string FirstChild(IkeProfile profile) => IsSplit(profile) ? profile.FileName : $"{profile.FileName}-all";

    private static bool IsSplit(IkeProfile profile) => profile.Settings.Routes.Length is > 0 and <= MostSelectors;

    private static string Configuration(IkeProfile profile, ImmutableArray<string> roots)
    {
        var (name, text) = (profile.FileName, new StringBuilder());
        text.Append($$"""
            # {{profile.Title}}
            #   sudo swanctl --load-all
            #   sudo swanctl --initiate --child {{FirstChild(profile)}}
            #   sudo swanctl --terminate --ike {{name}}
            #
            # When the log says "constraint check failed: identity '{{profile.Settings.Server}}' required", the gateway calls itself by the
            # subject of its certificate. Compare it with {{profile.ServerNames[^1]}}, and write it as the id of "remote".

            connections {

            """);
        Connection(text, profile, name, profile.SignIn, roots);
        if (profile is { SignIn: IkeSignIn.EapTls, IsByRadius: false })
        {
            text.Append("""

                  # The same with the certificate in IKE itself, which Microsoft's instructions for Linux use today: for a gateway that does
                  # not want EAP.

                """);
            Connection(text, profile, $"{name}-certificate", IkeSignIn.Certificate, roots);
        }

        text.Append("}\n");
        Secrets(text, profile);
        return text.ToString();
    }

    private static void Connection(StringBuilder text, IkeProfile profile, string name, IkeSignIn signIn, ImmutableArray<string> roots)
    {
        text.Append($$"""
              {{name}} {
                version = 2
                remote_addrs = {{Quoted(profile.Settings.Server)}}
                vips = 0.0.0.0{{(profile.HasIPv6 ? ", ::" : string.Empty)}}
                proposals = {{ClientProposals.StrongSwanIke(", ")}}
                dpd_delay = 30s
                local {
                  auth = {{signIn switch { IkeSignIn.EapTls => "eap-tls", IkeSignIn.Certificate => "pubkey", _ => "eap-mschapv2" }}}

            """);
        foreach (var line in Identity(profile))
        {
            text.Append($"      {line}\n");
        }

        text.Append($$"""
                }
                remote {
                  auth = pubkey
                  id = {{Quoted($"fqdn:{profile.Settings.Server}")}}
                  cacerts = {{string.Join(", ", roots)}}
                }
                children {

            """);
        if (IsSplit(profile))
        {
            text.Append($$"""
                      # What the gateway's package says is behind it; everything else goes its usual way.
                      {{name}} {
                        remote_ts = {{string.Join(", ", profile.Settings.Routes)}}
                        esp_proposals = {{ClientProposals.StrongSwanEsp(", ")}}
                        start_action = none
                      }

                """);
        }

        text.Append($$"""
                  # Everything, as Microsoft's instructions have it. For a gateway that answers TS_UNACCEPTABLE to the prefixes; this device's
                  # other traffic goes to the gateway too, when that does not narrow it down.
                  {{name}}-all {
                    remote_ts = 0.0.0.0/0{{(profile.HasIPv6 ? ", ::/0" : string.Empty)}}
                    esp_proposals = {{ClientProposals.StrongSwanEsp(", ")}}
                    start_action = none
                  }
                }
              }

            """);
    }

    private static IEnumerable<string> Identity(IkeProfile profile)
    {
        if (profile.Client is null)
        {
            yield return profile.UserName is { } user ? $"id = {Quoted(user)}" : "# id = \"the name that signs in\"";
            yield break;
        }

        yield return $"certs = {profile.FileName}.pem";
        if (profile.IsByRadius)
        {
            yield return "# Within EAP the RADIUS server is asked, whose name is not known; its root is in x509ca.";
            yield return "aaa_id = %any";
        }

        // An identity must stand in the certificate, or strongSwan finds no certificate for it (MicrosoftDocs/azure-docs#62855). Without one it
        // is the subject.
        if (IkeProfile.AlternativeNames(profile.Client.Certificate) is var (dns, email) && (dns ?? email) is not null)
        {
            yield return $"id = {Quoted(dns is null ? $"email:{email}" : $"fqdn:{dns}")}";
        }
    }

    private static void Secrets(StringBuilder text, IkeProfile profile)
    {
        if (profile.Client is null)
        {
            text.Append($$"""

                # The password of the sign-in. This file should be readable for root alone then.
                # secrets {
                #   eap-{{profile.FileName}} {
                #     id = {{Quoted(profile.UserName ?? "the name that signs in")}}
                #     secret = "..."
                #   }
                # }

                """);
        }
        else if (profile.HasPassword)
        {
            text.Append($$"""

                # The key is encrypted: swanctl asks for its password. To connect without anybody there, let it stand here, and make this file
                # readable for root alone. (A password that starts with 0x or 0s is taken as hexadecimal or base64; write it as 0s<base64>.)
                # secrets {
                #   private-{{profile.FileName}} {
                #     file = {{profile.FileName}}.pem
                #     secret = "..."
                #   }
                # }

                """);
        }
    }

    // strongswan.conf(5): within double quotes, backslash and quote are escaped.
    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
