using System.Text.Json.Nodes;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>Gateways linked with a circuit as people do it: in one subscription, in another by an authorization, and with a key that was given.</summary>
public sealed class CircuitConnectionTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public CircuitConnectionTests()
    {
        _rehearsal.RunWell("""
            $null = New-ExpressRouteGateway vnet-hub ergw-hub -Sku ErGw1Az -Force
            $null = New-ExpressRouteGateway vnet-dev ergw-dev -Sku ErGw1Az -Force
            """);
        _rehearsal.ForgetRequests();
    }

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void Another_subscription_is_let_in_by_an_authorization_whose_key_nobody_sees()
    {
        var run = _rehearsal.RunWell("New-ExpressRouteConnection ergw-dev er-contoso -Journal ./j.json -Force -Verbose -Debug 4>&1 5>&1");
        var made = run.Output.Single(o => o.BaseObject.GetType().Name == "ExpressRouteConnectionResult");

        Assert.Equal("Connected True", $"{made.Properties["Status"].Value} {made.Properties["Changed"].Value}");
        Assert.StartsWith("ergw-dev-", $"{made.Properties["AuthorizationId"].Value}".Split('/')[^1], StringComparison.Ordinal);
        Assert.Equal(["er-contoso", "Microsoft.Network"], _rehearsal.WritesTaken.Select(w => w.Split(' ')[1].Split('/')[^2]));

        // The key is the simulation's: what the circuit tells now may stand nowhere that a person, or a file, got anything of.
        var keys = _rehearsal.Networks().SelectMany(Keys).Distinct().ToArray();
        Assert.NotEmpty(keys);
        string[] told =
        [
            run.Everything, string.Join(' ', made.Properties.Select(p => $"{p.Value}")), File.ReadAllText(Path.Combine(_rehearsal.Folder, "j.json")),
        ];
        Assert.All(keys, key => Assert.All(told, text => Assert.DoesNotContain(key, text, StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(["False"], _rehearsal.RunWell("(New-ExpressRouteConnection ergw-dev er-contoso).Changed").Texts);
        Assert.Equal(["True"], _rehearsal.RunWell("(New-ExpressRouteConnection ergw-dev er-contoso -RoutingWeight 20 -Force).Changed").Texts);
        Assert.Equal(["20"], _rehearsal.RunWell("(New-ExpressRouteConnection ergw-dev er-contoso).RoutingWeight").Texts);
    }

    private static IEnumerable<string> Keys(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => m.Key == "authorizationKey" ? [$"{m.Value}"] : Keys(m.Value)),
        JsonArray a => a.SelectMany(Keys),
        _ => [],
    };

    [Fact]
    public void A_key_that_is_given_is_used_and_one_that_is_not_needed_is_refused()
    {
        var key = "$k = [System.Net.NetworkCredential]::new('', 'NotTheKey-1').SecurePassword; ";
        Assert.StartsWith("AuthorizationUnused,", Assert.Single(_rehearsal.Run(key + "New-ExpressRouteConnection ergw-hub er-contoso -AuthorizationKey $k -Force").Errors).FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);

        // Azure knows the key, or does not: the refusal is told as it is, without the key.
        var error = Assert.Single(_rehearsal.Run(key + "New-ExpressRouteConnection ergw-dev er-contoso -AuthorizationKey $k -Force").Errors);
        Assert.DoesNotContain("NotTheKey", error.ToString(), StringComparison.Ordinal);
        Assert.Single(_rehearsal.Writes);
    }

    [Fact]
    public void A_link_and_its_gateway_are_removed_again()
    {
        _rehearsal.RunWell("$null = New-ExpressRouteConnection ergw-hub er-contoso -Force");
        Assert.StartsWith("GatewayHasConnections,", Assert.Single(_rehearsal.Run("Remove-VpnGateway ergw-hub -Force").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        _rehearsal.RunWell("$null = Remove-VpnGatewayConnection ergw-hub-to-er-contoso -Force; $null = Remove-VpnGateway ergw-hub -Force");
        Assert.Equal(["vpngw-hub"], _rehearsal.RunWell("(Get-VNetTopology).Gateways.Name -like '*hub'").Texts);
    }
}
