using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Arm;
using AzNetHelper.Azure;
using global::Azure.Core;
using global::Azure.Identity;
using static AzNetHelper.Tests.Arms;

namespace AzNetHelper.Tests;

public sealed class SignInTests
{
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private const string Client = "22222222-2222-2222-2222-222222222222";

    private static readonly Dictionary<string, string> Pipeline = new(StringComparer.Ordinal)
    {
        ["SYSTEM_ACCESSTOKEN"] = "job-token", ["SYSTEM_OIDCREQUESTURI"] = "https://dev.azure.com/x/_apis",
    };

    private static ArmConnection Bare(SignIn kind) => new(new(Host), Host) { SignIn = kind };

    private static ArmConnection Full(SignIn kind) => Bare(kind) with
    {
        Authority = new("https://login.microsoftonline.com/"),
        TenantId = Tenant,
        ClientId = Client,
        ClientSecret = Secret("s"),
        AccessToken = Secret("a"),
        ServiceConnectionId = "33333333-3333-3333-3333-333333333333",
    };

    [Theory]
    [InlineData(SignIn.Default, typeof(DefaultChain))]
    [InlineData(SignIn.ManagedIdentity, typeof(ManagedIdentityCredential))]
    [InlineData(SignIn.ClientSecret, typeof(ClientSecretCredential))]
    [InlineData(SignIn.AzurePipelines, typeof(AzurePipelinesCredential))]
    [InlineData(SignIn.AzureCli, typeof(AzureCliCredential))]
    [InlineData(SignIn.Interactive, typeof(InteractiveBrowserCredential))]
    [InlineData(SignIn.DeviceCode, typeof(DeviceCodeCredential))]
    [InlineData(SignIn.AccessToken, typeof(BroughtToken))]
    [InlineData(SignIn.Caller, typeof(CallerToken))]
    public void Each_way_to_sign_in_has_its_credential(SignIn kind, Type credential)
    {
        var connection = Full(kind);
        SignInCheck.Run(connection, Pipeline.GetValueOrDefault);
        Assert.IsType(credential, new Credentials(connection, new CurrentCaller(), Pipeline.GetValueOrDefault, new())
            .Create());
        var custom = connection with { Authority = new("https://adfs.local/adfs"),
            ClientId = kind == SignIn.ManagedIdentity ? null : Client };
        Assert.IsType(credential, new Credentials(custom, new CurrentCaller(), Pipeline.GetValueOrDefault, new()).Create());
    }

    [Theory]
    [InlineData(SignIn.ClientSecret, "missing: tenant, client id, client secret.")]
    [InlineData(SignIn.ClientCertificate, "missing: tenant, client id, certificate file.")]
    [InlineData(SignIn.AzurePipelines, "missing: tenant, client id, service connection id.")]
    [InlineData(SignIn.AccessToken, "missing: access token.")]
    public void What_is_missing_is_named_before_anything_is_sent(SignIn kind, string text)
    {
        var error = Assert.Throws<ArmException>(() => new AzureArmConnector().Connect(Bare(kind)));
        Assert.Equal("SignInFailed", error.Code);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "https://x", "SYSTEM_ACCESSTOKEN")]
    [InlineData("$(System.AccessToken)", "https://x", "SYSTEM_ACCESSTOKEN")]
    [InlineData("t", null, "SYSTEM_OIDCREQUESTURI")]
    public void A_pipeline_that_hands_nothing_over_is_told_how(string? token, string? uri, string named)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["SYSTEM_ACCESSTOKEN"] = token,
            ["SYSTEM_OIDCREQUESTURI"] = uri };
        var error = Assert.Throws<ArmException>(() => new AzureArmConnector(environment.GetValueOrDefault)
            .Connect(Full(SignIn.AzurePipelines)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignIn.AccessToken, 1)]
    [InlineData(SignIn.ManagedIdentity, 1)]
    [InlineData(SignIn.ClientSecret, 4)]
    public void Auxiliary_tenants_that_cannot_work_are_refused(SignIn kind, int count)
    {
        var error = Assert.Throws<ArmException>(() => new AzureArmConnector()
            .Connect(Full(kind) with { AuxiliaryTenantIds = [.. Enumerable.Range(0, count).Select(i => $"t{i}")] }));
        Assert.Contains(count > 1 ? "of 3 auxiliary tenants at most" : "-ServicePrincipal", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://management.azure.com", "https://management.azure.com/.default")]
    [InlineData("https://management.core.windows.net/", "https://management.core.windows.net//.default")]
    public void The_slash_of_an_audience_belongs_to_it(string audience, string scope) =>
        Assert.Equal(scope, TokenPolicy.ScopeOf(audience));

    [Fact]
    public void A_brought_token_loses_its_line_break() => Assert.Equal("abc", new BroughtToken(
        Bare(SignIn.AccessToken) with { AccessToken = Secret("abc\r\n") }).GetToken(default, default).Token);

    [Theory]
    [InlineData("pfx", "p")]
    [InlineData("pfx", null)]
    [InlineData("pem", "p")]
    [InlineData("pem", null)]
    public void A_certificate_comes_as_pfx_or_pem_with_or_without_password(string kind, string? password)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File($"c.{kind}");
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=app", key, HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        if (kind == "pfx")
        {
            File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, password));
        }
        else
        {
            File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + (password is null
                ? key.ExportPkcs8PrivateKeyPem()
                : key.ExportEncryptedPkcs8PrivateKeyPem(password,
                    new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))));
        }

        var connection = Full(SignIn.ClientCertificate) with
        {
            CertificatePath = path, CertificatePassword = password is null ? null : Secret(password),
        };
        Assert.IsType<ClientCertificateCredential>(new Credentials(connection, new CurrentCaller(), _ => null, new())
            .Create());
        if (password is not null)
        {
            var error = Assert.Throws<ArmException>(() => new Credentials(
                connection with { CertificatePassword = Secret("wrong-canary") }, new CurrentCaller(), _ => null, new())
                    .Create());
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong-canary", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_certificate_file_that_is_not_there_is_named()
    {
        var connection = Full(SignIn.ClientCertificate)
            with { CertificatePath = Path.Combine(Path.GetTempPath(), "none", "c.pfx") };
        var error = Assert.Throws<ArmException>(() => new Credentials(connection, new CurrentCaller(), _ => null, new())
            .Create());
        Assert.Equal("SignInFailed", error.Code);
    }

    [Fact]
    public async Task With_a_handler_a_credential_talks_to_it_and_to_nothing_else()
    {
        var server = new ScriptedServer((_, _) =>
            ScriptedServer.Answer(400,
                """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}"""));
        var arm = new AzureArmConnector().Connect(Full(SignIn.ClientSecret) with
        {
            Handler = server, ClientSecret = Secret("canary-secret"), Authority = new("https://login.example/"),
        });
        var error = await Fails(() => arm.GetAsync(VNet, ApiVersion, Stop));
        Assert.Equal("SignInFailed", error.Code);
        Assert.NotEmpty(server.Requests);
        Assert.All(server.Requests, r => Assert.StartsWith("https://login.example/", r.Url, StringComparison.Ordinal));
        Assert.DoesNotContain("canary-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_code_is_shown_to_the_caller_that_waits_for_it()
    {
        var server = new ScriptedServer((sent, _) => sent.Url.Contains("devicecode", StringComparison.Ordinal)
            ? ScriptedServer.Answer(200,
                """{"user_code":"ABC","device_code":"D","verification_uri":"https://microsoft.com/devicelogin","expires_in":900,"interval":1,"message":"Enter ABC."}""")
            : ScriptedServer.Answer(400, """{"error":"expired_token","error_description":"AADSTS70020: expired"}"""));
        var connection = Full(SignIn.DeviceCode) with { Handler = server, Authority = new("https://login.example/") };
        string? shown = null;
        var arm = new AzureArmConnector().Connect(connection);
        await Fails(() => arm.For(new() { Tell = (text, _) => Task.FromResult(shown = text) })
            .GetAsync(VNet, ApiVersion, Stop));
        Assert.Equal("Enter ABC.", shown);
        var error = await Fails(() => arm.GetAsync(VNet, ApiVersion, Stop));
        Assert.Contains("nobody is there", error.Message, StringComparison.Ordinal);
    }
}
