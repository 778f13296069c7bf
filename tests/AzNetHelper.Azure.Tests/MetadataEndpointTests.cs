using System.Net;
using System.Net.Sockets;
using AzNetHelper.Azure;

namespace AzNetHelper.Tests;

/// <summary>
/// Whether the default chain asks for a managed identity. Nothing but the loopback address is talked to.
/// </summary>
public sealed class MetadataEndpointTests
{
    private const string Pod = "AZURE_POD_IDENTITY_AUTHORITY_HOST";

    [Fact]
    public void It_is_at_the_address_of_every_virtual_machine_unless_a_variable_moves_it()
    {
        Assert.Equal("http://169.254.169.254/", Expected()!.Address.ToString());
        Assert.Equal("http://127.0.0.1:5000/", Expected((Pod, "http://127.0.0.1:5000/"))!.Address.ToString());
        Assert.Null(Expected((Pod, "no address")));
    }

    [Theory]
    [InlineData("IDENTITY_ENDPOINT")]
    [InlineData("IMDS_ENDPOINT")]
    [InlineData("MSI_ENDPOINT")]
    [InlineData("AZURE_TOKEN_CREDENTIALS")]
    public void It_is_not_looked_at_where_the_identity_comes_from_elsewhere(string variable) =>
        Assert.Null(Expected((variable, "something")));

    [Fact]
    public void It_is_not_looked_at_on_a_server_of_Azure_Arc() =>
        Assert.Null(MetadataEndpoint.Expected(_ => null, path => path == "/opt/azcmagent/bin/himds"));

    [Fact]
    public async Task It_answers_when_it_takes_a_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = new MetadataEndpoint(new($"http://{listener.LocalEndpoint}/"));
        Assert.True(await endpoint.AnswersAsync());
        listener.Stop();
        Assert.False(await endpoint.AnswersAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_chain_leaves_managed_identity_out_where_nothing_answers(bool listens)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = new MetadataEndpoint(new($"http://{listener.LocalEndpoint}/"));
        if (!listens)
        {
            listener.Stop();
        }

        var asked = new List<bool>();
        var chain = new DefaultChain(
            with =>
            {
                asked.Add(with);
                throw new global::Azure.Identity.CredentialUnavailableException("None of them.");
            },
            endpoint);
        var error = await Assert.ThrowsAsync<global::Azure.Identity.CredentialUnavailableException>(
            () => chain.GetTokenAsync(new(["scope"]), Arms.Stop).AsTask());
        Assert.Equal([listens], asked);
        Assert.Equal(!listens, error.Message.Contains($"nothing answers at {endpoint.Address}", StringComparison.Ordinal));
    }

    private static MetadataEndpoint? Expected(params (string Name, string Value)[] variables) => MetadataEndpoint.Expected(
        name => variables.Where(v => v.Name == name).Select(v => v.Value).FirstOrDefault(), _ => false);
}
