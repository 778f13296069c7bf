using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Arm;
using AzNetHelper.Azure;
using static AzNetHelper.Tests.Arms;

namespace AzNetHelper.Tests;

/// <summary>What is left of a connection that was disposed of.</summary>
public sealed class BelongingsTests
{
    [Fact]
    public async Task Secrets_are_cleared_and_nothing_is_sent_any_more()
    {
        var server = new ScriptedServer((_, _) => ScriptedServer.Answer(200, "{}"));
        var connection = Connection(server, new JumpingTime()) with
        {
            ClientSecret = Secret("s"), CertificatePassword = Secret("p"),
        };
        var arm = new AzureArmConnector().Connect(connection);
        var view = arm.For(new ArmCaller());
        await view.GetAsync(VNet, ApiVersion, Stop);

        // One caller's view is not the connection.
        (view as IDisposable)?.Dispose();
        await view.GetAsync(VNet, ApiVersion, Stop);
        var sent = server.Requests.Count;

        ((IDisposable)arm).Dispose();
        ((IDisposable)arm).Dispose();
        Assert.All([connection.AccessToken!, connection.ClientSecret!, connection.CertificatePassword!],
            secret => Assert.Throws<ObjectDisposedException>(() => secret.Length));
        Assert.Equal("SessionClosed", (await Fails(() => view.GetAsync(VNet, ApiVersion, Stop))).Code);
        Assert.Equal("SessionClosed", (await Fails(() => arm.GetAsync(VNet, ApiVersion, Stop))).Code);
        Assert.Equal(sent, server.Requests.Count);
    }

    [Fact]
    public async Task A_handler_that_was_brought_serves_its_owner_on()
    {
        var server = new ScriptedServer((_, _) => ScriptedServer.Answer(200, "{}"));
        ((IDisposable)Open(server)).Dispose();
        await Open(server).GetAsync(VNet, ApiVersion, Stop);
    }

    [Fact]
    public void The_key_of_a_certificate_is_let_go()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("c.pem");
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=app", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(path, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}");
        var belongings = new Belongings();
        _ = new Credentials(new(new(Host), Host)
        {
            SignIn = SignIn.ClientCertificate, TenantId = "t", ClientId = "c", CertificatePath = path,
        }, new CurrentCaller(), _ => null, belongings).Create();

        var added = belongings.Add(new X509Certificate2(certificate));
        belongings.Dispose();
        Assert.Equal(IntPtr.Zero, added.Handle);

        // What comes late, from a command that was abandoned, goes at once.
        Assert.Equal(IntPtr.Zero, belongings.Add(new X509Certificate2(certificate)).Handle);
        Assert.Throws<ArmException>(belongings.ThrowIfDisposed);
    }
}
