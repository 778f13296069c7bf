using System.Management.Automation;
using AzNetHelper.Tests.Infrastructure;
using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Commands;

/// <summary>Get-VNetConnectivityOption in the real engine: its commands are the commands, and lead where it says.</summary>
public sealed class ConnectivityOptionTests : IDisposable
{
    private const string Ends = "vnet-spoke-app vnet-spoke-data";
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    /// <summary>Each option is made, by its own commands, and the networks answer what it said.</summary>
    [Theory]
    [InlineData(Ends, "Peering")]
    [InlineData(Ends, "HubSpoke")]
    [InlineData(Ends, "VNetToVNet")]
    [InlineData("vnet-lab vnet-dev", "Peering")]
    [InlineData("vnet-spoke-app 192.168.10.0/24", "HubSpoke")]
    [InlineData("vnet-spoke-app 192.168.10.0/24", "SiteToSite")]
    [InlineData("vnet-hub 192.168.10.0/24", "SiteToSite")]
    [InlineData("vnet-hub Clients", "PointToSite")]
    [InlineData("vnet-spoke-web Clients", "HubSpoke")]
    [InlineData("vnet-spoke-web Clients -ClientCount 300", "PointToSite")]
    [InlineData("vnet-spoke-web Clients -ClientCount 300", "SiteToSite")]
    public void What_an_option_says_is_what_its_commands_lead_to(string ends, string kind)
    {
        _rehearsal.RunWell($"$global:option = Get-VNetConnectivityOption {ends} | Where-Object Kind -eq {kind}");
        Assert.Equal(["Possible Reachable"], _rehearsal.RunWell("\"$($option.Status) $($option.VerdictAfter)\"").Texts);
        _rehearsal.RunWell("""
            function Read-Host { [System.Net.NetworkCredential]::new('', 'a long one, of several words').SecurePassword }
            foreach ($command in $option.Commands) { $null = & ([scriptblock]::Create("$command -Force")) }
            """);
        Assert.Equal(["True"], _rehearsal.RunWell($$"""
            $s, $d = '{{ends}}'.Split(' ')
            $end = if ($d -eq 'Clients') { (Get-VNetTopology).Gateways | Where-Object ClientPool | ForEach-Object { "pool:$($_.Id)" } }
                elseif ($d -match '^192|^Clients') { (Get-VNetTopology).LocalNetworkGateways | ForEach-Object { "site:$($_.Id)" } } else { $d }
            if ($d -eq 'Clients' -and '{{kind}}' -eq 'SiteToSite') { $end = "site:$((Get-VNetTopology).LocalNetworkGateways[0].Id)" }
            Test-VNetTransitivity $s $end -Quiet
            """).Texts);

        // What is made is there: nothing is left to do.
        if (kind is "Peering" or "HubSpoke" or "VNetToVNet" && !ends.Contains("192.", StringComparison.Ordinal))
        {
            Assert.DoesNotContain(_rehearsal.RunWell($"(Get-VNetConnectivityOption {ends} | Where-Object Kind -eq {kind}).Commands").Texts, t => t.Length > 0);
        }
    }

    /// <summary>Also those of commands that ask more than the rehearsal has: every parameter is one, and takes what is given.</summary>
    [Theory]
    [InlineData("vnet-spoke-app vnet-spoke-data -BandwidthMbps 2000 -All")]
    [InlineData("vnet-spoke-app vnet-spoke-legacy")]
    [InlineData("vnet-spoke-app 192.168.10.0/24 -RequireEncryption")]
    [InlineData("vnet-spoke-app Clients -ClientCount 2000")]
    [InlineData("vnet-spoke-data/snet-data Storage")]
    [InlineData("vnet-spoke-data stcontosodata")]
    [InlineData("vnet-spoke-data SqlManagedInstance")]
    [InlineData("vnet-spoke-data PostgreSqlFlexibleServer")]
    public void Every_command_parses_and_binds(string ends)
    {
        var commands = _rehearsal.RunWell($"$global:commands = (Get-VNetConnectivityOption {ends}).Commands; $commands").Texts;
        Assert.NotEmpty(commands);
        Assert.Empty(_rehearsal.RunWell("""
            foreach ($text in $commands) {
                $tokens = $errors = $null
                $script = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref] $tokens, [ref] $errors)
                $errors | ForEach-Object { "$text : $_" }
                foreach ($call in $script.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                    $name = $call.GetCommandName()
                    if ($name -eq 'Read-Host') { continue }
                    if (-not (Get-Command $name -ErrorAction Ignore)) { "$text : there is no $name"; continue }
                    $bound = [System.Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true)
                    $bound.BindingExceptions.Values | ForEach-Object { "$text : $($_.BindingException)" }
                    $given = @($bound.BoundParameters.Keys)
                    $fitting = (Get-Command $name).ParameterSets | Where-Object {
                        -not ($_.Parameters | Where-Object { $_.IsMandatory -and -not $_.ValueFromPipeline -and $_.Name -notin $given })
                    }
                    if (-not $fitting) { "$text : not all that $name needs" }
                }
            }
            """).Texts);
    }

    [Theory]
    [InlineData("vnet-spoke-data stcontosodata", "ServiceEndpoint", "(Get-VNetServiceAccess -Resource stcontosodata).Subnet", "snet-data")]
    [InlineData("vnet-spoke-data Storage", "ServiceEndpoint", "(Get-VNetServiceEndpoint vnet-spoke-data/snet-data).Service", "Storage")]
    [InlineData("vnet-spoke-data PostgreSqlFlexibleServer", "VNetInjection",
        "((Get-VNetTopology -Name vnet-spoke-data).VirtualNetworks[0].Subnets | Where-Object Delegations).Delegations", "Microsoft.DBforPostgreSQL/flexibleServers")]
    public void What_is_said_of_a_service_is_made(string ends, string kind, string look, string expected)
    {
        _rehearsal.RunWell($$"""
            $option = Get-VNetConnectivityOption {{ends}} | Where-Object Kind -eq {{kind}}
            if ($option.Status -ne 'Possible') { throw "$option" }
            foreach ($command in $option.Commands) { $null = & ([scriptblock]::Create("$command -Force")) }
            """);
        Assert.Contains(_rehearsal.RunWell(look).Texts, t => t.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sb-contoso", "ServiceEndpoint Possible")]
    [InlineData("psql-contoso", "ServiceEndpoint NotPossible")]
    [InlineData("rg-data/stcontosodata", "PrivateEndpoint Possible")]
    public void Services_are_found_by_name(string name, string expected) => Assert.Contains(expected,
        _rehearsal.RunWell($"Get-VNetConnectivityOption vnet-spoke-data {name} | ForEach-Object {{ \"$($_.Kind) $($_.Status)\" }}").Texts);

    [Fact]
    public void Nothing_is_written_and_all_of_it_is_shown_on_request()
    {
        var some = _rehearsal.RunWell($"(Get-VNetConnectivityOption {Ends}).Kind").Texts;
        var all = _rehearsal.RunWell($"(Get-VNetConnectivityOption {Ends} -All).Kind").Texts;
        Assert.Equal(some, all.Take(some.Count));
        Assert.Equal(9, all.Count);
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void Objects_and_ids_name_ends_too()
    {
        var named = _rehearsal.RunWell($"Get-VNetConnectivityOption {Ends} | ForEach-Object ToString").Texts;
        Assert.Equal(named, _rehearsal.RunWell("""
            $t = Get-VNetTopology
            $app, $data = 'vnet-spoke-app', 'vnet-spoke-data' | ForEach-Object { $n = $_; $t.VirtualNetworks | Where-Object Name -eq $n }
            Get-VNetConnectivityOption $app $data | ForEach-Object ToString
            """).Texts);
    }

    [Theory]
    [InlineData("vnet-spoke-app vnet-spoke-app", "EndsInOneVNet", ErrorCategory.InvalidArgument)]
    [InlineData("Clients 192.168.0.0/16", "EndsWithoutVNet", ErrorCategory.InvalidArgument)]
    [InlineData("vnet-spoke-app nowhere", "EndpointNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("vnet-spoke-app /subscriptions/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/rg-hub/providers/Microsoft.Network/localNetworkGateways/none",
        "EndpointNotFound", ErrorCategory.ObjectNotFound)]
    public void What_cannot_be_answered_is_one_clear_error(string ends, string id, ErrorCategory category)
    {
        var run = _rehearsal.Run($"Get-VNetConnectivityOption {ends}");
        var error = Assert.Single(run.Errors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.NotNull(error.TargetObject);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("Get-VNetConnectivityOption vnet-spoke-app vnet-spoke-data -BandwidthMbps 0")]
    [InlineData("Get-VNetConnectivityOption vnet-spoke-app vnet-spoke-data -ClientCount -1")]
    [InlineData("Get-VNetConnectivityOption vnet-spoke-app ''")]
    public void Wrong_arguments_do_not_bind(string command) =>
        Assert.IsAssignableFrom<ParameterBindingException>(_rehearsal.Engine.RunStrict(command).Ended);

    [Theory]
    [InlineData("Get-VNetConnectivityOption vnet-hub vnet-spoke-d", "vnet-spoke-data")]
    [InlineData("Get-VNetConnectivityOption vnet-hub Cl", "Clients")]
    [InlineData("Get-VNetConnectivityOption vnet-hub postgre", "PostgreSqlFlexibleServer")]
    [InlineData("Get-VNetConnectivityOption vnet-spoke-b", "vnet-spoke-batch")]
    public void Ends_are_completed(string typed, string expected) => Assert.Contains(expected, _rehearsal.RunWell(
        $"(TabExpansion2 '{typed}' {typed.Length}).CompletionMatches.CompletionText").Texts);
}
