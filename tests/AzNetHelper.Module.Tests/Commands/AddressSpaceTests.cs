using System.Management.Automation;
using System.Text.Json.Nodes;
using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Commands;

/// <summary>Address spaces on the sample estate: what is told, what is found, what is refused.</summary>
public sealed class AddressSpaceTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void An_overlap_becomes_an_error_with_the_peering()
    {
        Assert.Equal(["Information AddressReuse"], Told("Test-VNetAddressSpace"));
        Assert.Equal(["True"], _rehearsal.RunWell("Test-VNetAddressSpace -Quiet").Texts);
        Assert.Empty(Told("Test-VNetAddressSpace vnet-dev"));
        Assert.Empty(Told("Test-VNetAddressSpace -Severity Warning"));

        // As it would be if somebody had peered them: the service refuses it.
        _rehearsal.RunWell("Export-VNetTopology ./t.json");
        var file = Path.Combine(_rehearsal.Folder, "t.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("10.21.0.0/16", "10.20.128.0/17", StringComparison.Ordinal));
        Assert.Equal(["Error PeeredOverlap", "Error SubnetOutside"], Told("Test-VNetAddressSpace -Path ./t.json -Severity Warning"));
        Assert.Equal(["False"], _rehearsal.RunWell("Test-VNetAddressSpace -Path ./t.json -Quiet").Texts);
        Assert.Equal(["False", "True"], _rehearsal.RunWell("Test-VNetAddressSpace vnet-test -Path ./t.json -Quiet; Test-VNetAddressSpace vnet-hub -Path ./t.json -Quiet").Texts);
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void What_was_found_can_be_used_and_is_then_no_longer_free()
    {
        var free = Assert.Single(_rehearsal.RunWell("(Find-VNetAddressSpace 16 -Supernet 10.0.0.0/8).Prefix.ToString()").Texts);
        Assert.Empty(Told($"Test-VNetAddressSpace -Prefix {free}"));
        _rehearsal.RunWell($"$null = Set-VNetAddressSpace vnet-dev -Add {free} -Force");
        Assert.Equal(["Error CandidateOverlap"], Told($"Test-VNetAddressSpace -Prefix {free}"));
        Assert.NotEqual(free, Assert.Single(_rehearsal.RunWell("(Find-VNetAddressSpace 16 -Supernet 10.0.0.0/8).Prefix.ToString()").Texts));
        Assert.Equal([free], _rehearsal.RunWell($"(Find-VNetAddressSpace 16 -VNet vnet-dev -Supernet {free}).Prefix.ToString()").Texts);
    }

    [Theory]
    [InlineData("Find-VNetAddressSpace 9 -Count 3 -Supernet 10.0.0.0/8", "NoFreeAddressSpace", ErrorCategory.ResourceUnavailable)]
    [InlineData("Find-VNetAddressSpace -VNet vnet-hub -SubnetName gatewaysubnet", "SubnetExists", ErrorCategory.ResourceExists)]
    [InlineData("Find-VNetAddressSpace 29 -VNet vnet-hub -SubnetName AzureBastionSubnet", "ReservedSubnetTooSmall", ErrorCategory.InvalidArgument)]
    [InlineData("Find-VNetAddressSpace 56", "SupernetNotGiven", ErrorCategory.InvalidArgument)]
    [InlineData("Find-VNetAddressSpace -VNet vnet-hub", "PrefixLengthNotGiven", ErrorCategory.InvalidArgument)]
    [InlineData("Find-VNetAddressSpace 24 -VNet vnet-hub -Supernet 10.99.0.0/16", "SupernetOutside", ErrorCategory.InvalidArgument)]
    public void Nothing_found_is_one_clear_error(string command, string id, ErrorCategory category)
    {
        var run = _rehearsal.Run(command);
        var error = Assert.Single(run.Errors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.NotNull(error.TargetObject);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("Find-VNetAddressSpace")]
    [InlineData("Find-VNetAddressSpace 0")]
    [InlineData("Find-VNetAddressSpace 129")]
    [InlineData("Find-VNetAddressSpace 24 -Supernet 10.0.0.1/8")]
    [InlineData("Find-VNetAddressSpace 24 -For vnet-hub -VNet vnet-hub")]
    [InlineData("Find-VNetAddressSpace 24 -SubnetName x -For vnet-hub")]
    [InlineData("Test-VNetAddressSpace -Prefix 10.0.0.0/33")]
    [InlineData("Test-VNetAddressSpace -Severity Loud")]
    public void Wrong_arguments_do_not_bind(string command) =>
        Assert.IsAssignableFrom<ParameterBindingException>(_rehearsal.Engine.RunStrict(command).Ended);

    [Fact]
    public void A_prefix_is_shown_as_it_is_written()
    {
        var before = _rehearsal.Engine.Host.Lines.Count;
        _rehearsal.RunWell("(Find-VNetAddressSpace 24 -Supernet 10.9.8.0/24 -WarningAction Ignore).Prefix | Out-Host");
        Assert.Equal(["10.9.8.0/24"], _rehearsal.Engine.Host.Lines.Skip(before).SelectMany(l => l.Split('\n')).Select(l => l.Trim()).Where(l => l.Length > 0));
    }

    [Fact]
    public void Networks_that_are_named_are_read_by_themselves()
    {
        // Resource Graph, which the survey asks, may be minutes behind.
        _rehearsal.RunWell("$null = Find-VNetAddressSpace 24 -VNet vnet-spoke-app; $null = Test-VNetAddressSpace vnet-dev; $null = Find-VNetAddressSpace 24 -For vnet-lab");
        Assert.Equal(["vnet-spoke-app", "vnet-dev", "vnet-lab"], _rehearsal.Requests().Where(r => r.StartsWith("GET ", StringComparison.Ordinal)
            && r.Contains("/vnet-", StringComparison.Ordinal)).Select(r => r.Split('/')[1].Split(' ')[0]));
    }

    [Fact]
    public void Sites_and_circuits_of_a_saved_topology_count()
    {
        const string Group = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/rg-hub/providers/Microsoft.Network";
        static JsonObject Resource(string type, string name, JsonObject properties) => new()
        {
            ["id"] = $"{Group}/{type}/{name}", ["name"] = name, ["type"] = $"Microsoft.Network/{type}", ["location"] = "westeurope",
            ["properties"] = properties,
        };

        static JsonObject Ref(string type, string name) => new() { ["id"] = $"{Group}/{type}/{name}" };
        JsonObject[] resources =
        [
            Resource("localNetworkGateways", "lng-hq", new()
            {
                ["localNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("10.0.7.0/24", "10.5.0.0/16") },
            }),
            Resource("connections", "con-hq", new()
            {
                ["connectionType"] = "IPsec", ["virtualNetworkGateway1"] = Ref("virtualNetworkGateways", "vpngw-hub"),
                ["localNetworkGateway2"] = Ref("localNetworkGateways", "lng-hq"),
            }),
            new()
            {
                ["type"] = "AzNetHelper/expressRoutePrefixes",
                ["properties"] = new JsonObject { ["circuit"] = Ref("expressRouteCircuits", "er"), ["addressPrefixes"] = new JsonArray("10.6.0.0/16") },
            },
        ];
        _rehearsal.RunWell("Export-VNetTopology ./t.json");
        var file = Path.Combine(_rehearsal.Folder, "t.json");
        var whole = JsonNode.Parse(File.ReadAllText(file))!;
        var list = (whole as JsonArray) ?? whole["resources"]!.AsArray();
        foreach (var resource in resources)
        {
            list.Add((JsonNode)resource);
        }

        File.WriteAllText(file, whole.ToJsonString());
        _rehearsal.RunWell("Disconnect-AzNetSession");

        Assert.Equal(["Error SiteOverlap vnet-hub lng-hq", "Information AddressReuse vnet-hub vnet-spoke-legacy"],
            _rehearsal.RunWell("Test-VNetAddressSpace -Path ./t.json | ForEach-Object { \"$($_.Severity) $($_.Id) $($_.Resources.Name)\" }").Texts);
        Assert.Equal(["10.23.0.0/16", "10.7.0.0/16"], _rehearsal.RunWell(
            "Find-VNetAddressSpace 16 -Count 2 -Supernet 10.0.0.0/8 -Path ./t.json | ForEach-Object { \"$_\" }").Texts.Order(StringComparer.Ordinal));
        Assert.Equal(["lng-hq", "er"], _rehearsal.RunWell("(Test-VNetAddressSpace -Prefix 10.5.0.0/24, 10.6.0.0/24 -Path ./t.json).Resources.Name").Texts);
    }

    private IReadOnlyList<string> Told(string command) => _rehearsal.RunWell($"{command} | ForEach-Object {{ \"$($_.Severity) $($_.Id)\" }}").Texts;
}
