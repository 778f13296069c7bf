using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.PointToSite;
using AzNetHelper.Steps;
using Xunit;
using static AzNetHelper.Tests.PointToSite.Packages;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>The package of a gateway: asked for, downloaded, asked for again.</summary>
public sealed class PackageReaderTests
{
    private const string Url = "https://a.blob.example/p.zip?sig=x%2Fy%3D";
    private static readonly byte[] Whole = Zip(Usual());

    internal static VirtualNetworkGateway Gateway(params string[] authentication) => new(
        ResourceId.Parse("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/virtualNetworkGateways/gw"), "westeurope")
    {
        Kind = GatewayKind.Vpn, ClientPool = [IPPrefix.Parse("172.16.0.0/24")],
        Clients = new() { Pool = [IPPrefix.Parse("172.16.0.0/24")], Protocols = ["OpenVPN", "IkeV2"], Authentication = [.. authentication] },
    };

    private static Task<(ClientPackage? Package, Failure? Failure)> Read(PackageArm arm, params string[] authentication) =>
        ClientPackageReader.ReadAsync(arm, Gateway(authentication), new(ByCertificate: false), StepWriter.Nowhere, TestContext.Current.CancellationToken);

    private static ArmException Refused(int status) => new(status, "SignedAddressRefused", "no");

    [Theory]
    [InlineData($"\"{Url}\"")]
    [InlineData($"\"\\\"{Url}\\\"\"")]
    public async Task The_address_is_followed_as_it_was_written(string answer)
    {
        var arm = new PackageArm([answer], _ => Whole);
        Assert.Equal(Server, (await Read(arm, "Certificate")).Package!.Ike!.Server);
        Assert.Equal([Url], arm.Addresses);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("\"not an address\"")]
    public async Task Without_an_address_there_is_a_clear_failure(string answer)
    {
        var arm = new PackageArm([answer], _ => Whole);
        Assert.Equal("ClientPackageNotGenerated", (await Read(arm, "Certificate")).Failure!.Id);
        Assert.Empty(arm.Addresses);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_refused_address_is_asked_for_again_twice(int status)
    {
        var arm = new PackageArm([$"\"{Url}1\"", $"\"{Url}2\"", $"\"{Url}3\""], n => n < 2 ? throw Refused(status) : Whole);
        Assert.NotNull((await Read(arm, "Certificate")).Package);
        Assert.Equal([$"{Url}1", $"{Url}2", $"{Url}3"], arm.Addresses);

        var never = new PackageArm([$"\"{Url}\""], _ => throw Refused(status));
        Assert.Equal(status, (await Assert.ThrowsAsync<ArmException>(() => Read(never, "Certificate"))).Status);
        Assert.Equal(3, never.Addresses.Count);
    }

    [Fact]
    public async Task What_another_address_does_not_mend_is_not_asked_again()
    {
        var arm = new PackageArm([$"\"{Url}\""], _ => throw Refused(500));
        await Assert.ThrowsAsync<ArmException>(() => Read(arm, "Certificate"));
        Assert.Single(arm.Addresses);
        var damaged = new PackageArm([$"\"{Url}\""], _ => Whole[..500]);
        Assert.Equal(PackageContent.Invalid, (await Read(damaged, "Certificate")).Failure!.Id);
        Assert.Single(damaged.Addresses);
    }

    [Theory]
    [InlineData("EAPTLS", true, "Certificate")]
    [InlineData("EAPTLS", true, "Certificate", "Radius")]
    [InlineData("EAPTLS", true, "Radius")]
    [InlineData("EAPTLS", false, "AAD")]
    [InlineData("EAPTLS", false, "AAD", "Certificate")]
    [InlineData("EAPMSCHAPv2", false, "Radius")]
    [InlineData("EAPMSCHAPv2", false, "radius", "AAD")]
    [InlineData("EAPMSCHAPv2", false, "Certificate", "Radius")]
    public async Task The_way_to_sign_in_goes_with_the_question(string method, bool byCertificate, params string[] authentication)
    {
        var arm = new PackageArm([$"\"{Url}\""], _ => Whole);
        await ClientPackageReader.ReadAsync(
            arm, Gateway(authentication), new(byCertificate), StepWriter.Nowhere, TestContext.Current.CancellationToken);
        Assert.Equal([$$"""generatevpnprofile {"processorArchitecture":"Amd64","authenticationMethod":"{{method}}"}"""], arm.Bodies);
    }

    [Fact]
    public async Task The_root_of_the_RADIUS_server_goes_with_it()
    {
        var (arm, root) = (new PackageArm([$"\"{Url}\""], _ => Whole), Root("Radius"));
        var question = new PackageQuestion(ByCertificate: true) { RadiusRoot = CertificateFacts.Read(root) };
        await ClientPackageReader.ReadAsync(arm, Gateway("Radius"), question, StepWriter.Nowhere, TestContext.Current.CancellationToken);
        var body = System.Text.Json.Nodes.JsonNode.Parse(Assert.Single(arm.Bodies).Split(' ', 2)[1])!;
        Assert.Equal(Convert.ToBase64String(root), (string?)body["radiusServerAuthCertificate"]);
    }

    [Fact]
    public void Gateways_that_have_no_package_are_told_apart()
    {
        var good = Gateway("Certificate");
        Assert.Null(ClientPackageReader.Obstacle(good));
        Assert.Equal("NoVpnGateway", ClientPackageReader.Obstacle(good with { Kind = GatewayKind.ExpressRoute })!.Id);
        Assert.Equal("PointToSiteNotConfigured", ClientPackageReader.Obstacle(good with { Clients = null })!.Id);
        Assert.Equal("PointToSiteNotConfigured", ClientPackageReader.Obstacle(good with { Clients = good.Clients! with { Pool = [] } })!.Id);
        Assert.Equal("ProtocolNotExported", ClientPackageReader.Obstacle(good with { Clients = good.Clients! with { Protocols = ["SSTP"] } })!.Id);
        Assert.Null(ClientPackageReader.Obstacle(good with { Clients = good.Clients! with { Protocols = ["SSTP", "OpenVPN"] } }));
    }
}
