using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>
/// A connection of NetworkManager with its plugin for strongSwan (networkmanager.dev, "nm-settings-keyfile"; docs.strongswan.org,
/// "NetworkManager"; the keys are those that charon-nm reads). The plugin for OpenVPN imports the .ovpn by itself, so this is IKEv2.
/// </summary>
internal static class NetworkManagerProfile
{
    private const string Place = "/etc/NetworkManager/vpn";

    public static ProfileDraft Write(ClientProfileRequest request)
    {
        var (profile, why) = IkeProfile.Of(request);
        if (profile is null)
        {
            return ProfileDraft.Not(why!);
        }

        if (profile.IsByRadius)
        {
            return ProfileDraft.Not(new("RadiusServerNotKnown", FailureKind.InvalidOperation, "The plugin of NetworkManager expects the gateway's own "
                + "certificate within EAP, and a RADIUS server has another one. Use the format StrongSwan.", request.Name));
        }

        var name = profile.FileName;
        var files = ImmutableArray.CreateBuilder<ProfileFile>();
        files.Add(new($"{name}.nmconnection", ProfileText.Bytes(Connection(profile)), HoldsKey: false));
        foreach (var (file, der) in profile.Settings.ServerRoots.Select((r, i) => (ProfileNames.Numbered("server", i, ".pem"), r)))
        {
            using var root = new X509Certificate2(der.Span);
            files.Add(new($"{name}/{file}", ProfileText.Bytes(ClientPem.Certificate(root) + "\n"), HoldsKey: false));
        }

        if (profile.Client is { } client)
        {
            files.Add(new($"{name}/client.pem", ProfileText.Bytes(ClientPem.Certificate(client.Certificate) + "\n"), HoldsKey: false));
            files.Add(new($"{name}/client.key.pem", ClientPem.KeyFile(request), HoldsKey: true));
        }

        return new(files.ToImmutable(), Steps(profile));
    }

    private static ImmutableArray<string> Steps(IkeProfile profile)
    {
        var name = profile.FileName;
        var steps = ImmutableArray.CreateBuilder<string>();
        steps.Add("Install the plugin: network-manager-strongswan and libcharon-extra-plugins on Debian and Ubuntu, "
            + "NetworkManager-strongswan on Fedora.");
        steps.Add($"sudo install -d -m 700 {Place}/{name} && sudo install -m 600 {name}/* {Place}/{name}/");
        steps.Add($"sudo install -m 600 {name}.nmconnection /etc/NetworkManager/system-connections/ && sudo nmcli connection reload");
        if (profile.Settings.ServerRoots.Length is > 1 and var count)
        {
            steps.Add(string.Create(CultureInfo.InvariantCulture, $"The package has {count} roots of the gateway, and the plugin takes one: server.pem. "
                + $"Where the gateway's certificate is not trusted, put another one ({ProfileNames.Numbered("server", 1, ".pem")}) in its place."));
        }

        if (profile is { Client: null, UserName: null })
        {
            steps.Add($"Tell who signs in: nmcli connection modify {Id(profile)} +vpn.data user=<name>");
        }

        var ask = profile is { Client: not null, HasPassword: false } ? string.Empty : " --ask";
        steps.Add($"Connect: nmcli{ask} connection up {Id(profile)}");
        if (profile.Client is { } client && !ClientPem.Between(client).IsEmpty)
        {
            steps.Add("The plugin sends the client's certificate alone. The gateway must know the issuers between it and the root: upload the "
                + "client's own issuer as a root, too.");
        }

        return steps.ToImmutable();
    }

    private static string Connection(IkeProfile profile)
    {
        var (name, client) = (profile.FileName, profile.Client);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # {profile.Title}

            [connection]
            id={Value(profile.Request.Name)}
            uuid={Id(profile)}
            type=vpn
            autoconnect=false

            [vpn]
            service-type=org.freedesktop.NetworkManager.strongswan
            address={Value(profile.Settings.Server)}
            certificate={Place}/{name}/server.pem

            """);
        if (client is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"method=eap\n{(profile.UserName is { } user ? $"user={Value(user)}\n" : string.Empty)}password-flags=2\n");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                method={(profile.SignIn == IkeSignIn.EapTls ? "eap-tls" : "cert")}
                cert-source=file
                usercert={Place}/{name}/client.pem
                userkey={Place}/{name}/client.key.pem

                """);
            if (IkeProfile.AlternativeNames(client.Certificate) is var (dns, email) && (dns ?? email) is { } identity)
            {
                text.Append(CultureInfo.InvariantCulture, $"local-identity={Value(identity)}\n");
            }

            // 2: asked for each time (nm-settings, "secret flag types").
            text.Append(profile.HasPassword ? "password-flags=2\n" : string.Empty);
        }

        // No remote-identity: then the name of the address is looked for in the gateway's certificate, whatever the gateway calls itself.
        text.Append(CultureInfo.InvariantCulture, $"""
            virtual=yes
            encap=no
            ipcomp=no
            proposal=yes
            ike={ClientProposals.StrongSwanIke(";")}
            esp={ClientProposals.StrongSwanEsp(";")}

            """);
        var isSplit = !profile.Settings.Routes.IsEmpty;
        text.Append(isSplit ? $"""
            # What the gateway's package says is behind it. For a gateway that answers TS_UNACCEPTABLE, remove the line.
            remote-ts={string.Join(';', profile.Settings.Routes)}

            """ : string.Empty);
        text.Append($"\n[ipv4]\nmethod=auto\n{(isSplit ? "never-default=true\n" : string.Empty)}");
        text.Append($"\n[ipv6]\nmethod={(profile.HasIPv6 ? "auto" : "ignore")}\n");
        return text.ToString();
    }

    private static string Id(IkeProfile profile) =>
        StableId.Of("nm", profile.Settings.Server, profile.Request.Name).ToLowerInvariant();

    // GKeyFile: a backslash begins an escape, and a blank at the start is lost.
    private static string Value(string text)
    {
        var line = ProfileText.OneLine(text).Replace("\\", "\\\\", StringComparison.Ordinal);
        return line.StartsWith(' ') ? $"\\s{line[1..]}" : line;
    }
}
