namespace AzNetHelper.Tests.Scenarios;

/// <summary>Test-ExpressRouteCircuit against a simulated circuit whose routers and provider are declared: each defect is named.</summary>
public sealed class CircuitVerdictTests : IDisposable
{
    private const string Setting = $$"""
        $id = '{{LinkedCircuitEstate.Circuit}}'
        function Set-Router([string] $Link, [hashtable] $With = @{}) {
            $router = [AzNetHelper.Simulation.CustomerRouter]::new($(if ($With.Asn) { $With.Asn } else { 65010 }), $(if ($With.VlanId) { $With.VlanId } else { 100 }))
            $router.MacAddress = if ($Link -eq 'Primary' -or $With.Same) { 'aaaa.0000.0001' } else { 'aaaa.0000.0002' }
            $router.Announces = [System.Collections.Immutable.ImmutableArray]::Create([string[]] $(if ($With.Contains('Announces')) { $With.Announces } else { '172.20.0.0/16', '172.21.0.0/16' }))
            $router.Path = [System.Collections.Immutable.ImmutableArray]::Create([long[]] @($With.Path | Where-Object { $_ }))
            foreach ($name in 'SharedKey', 'IsUp', 'SpeaksBgp', 'HidesArp', 'CarriesTraffic') { if ($With.Contains($name)) { $router.$name = $With[$name] } }
            $simulation.SetCircuitRouter($id, $Link, $router)
        }
        function Reset-Router {
            Set-Router Primary
            Set-Router Secondary
            Wait-Link @('Up', 'Up')
        }
        function Wait-Link($States) {
            foreach ($try in 1..100) {
                if ("$((Test-ExpressRouteCircuit er-berlin).Links.State)" -eq "$States") { return }
                [System.Threading.Thread]::Sleep(100)
            }
            throw "The links are $((Test-ExpressRouteCircuit er-berlin).Links.State)."
        }
        function Get-Id([int] $Seconds = 0) {
            # A session that came up just now is young, and may have carried nothing: that is not what is tried here.
            $young = 'BgpYoungPrimary', 'BgpYoungSecondary', 'NoBytesPrimary', 'NoBytesSecondary'
            $verdict = Test-ExpressRouteCircuit er-berlin -ExcludeFinding $young -SampleSeconds $Seconds
            "$($verdict.Health): $(($verdict.Findings.Id + $verdict.Unknowns.Id) -join ' ')".TrimEnd(': ')
        }
        """;

    private readonly Rehearsal _rehearsal = new(LinkedCircuitEstate.Write);

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void Each_defect_of_routers_lines_and_provider_is_named()
    {
        (string Break, string Expected)[] defects =
        [
            ("Set-Router Secondary @{ IsUp = $false }; Get-Id", "Degraded: ArpIncompleteOnPremisesSecondary BgpDownSecondary"),
            ("Set-Router Secondary @{ VlanId = 101 }; Get-Id", "Degraded: ArpIncompleteOnPremisesSecondary BgpDownSecondary"),
            ("Set-Router Primary @{ Asn = 65011 }; Get-Id", "Degraded: BgpDownPrimary"),
            ("Set-Router Primary @{ SharedKey = 'of another' }; Get-Id", "Degraded: BgpDownPrimary"),
            ("Set-Router Primary @{ SpeaksBgp = $false }; Get-Id", "Degraded: BgpDownPrimary"),
            ("Set-Router Primary @{ SpeaksBgp = $false }; Set-Router Secondary @{ SpeaksBgp = $false }; Get-Id", "Down: BgpDownPrimary BgpDownSecondary"),
            ("Set-Router Primary @{ HidesArp = $true }; Wait-Link Up, Up; Get-Id", "Unknown: ArpHiddenPrimary"),
            ("Set-Router Secondary @{ Announces = '172.20.0.0/16' }; Wait-Link Up, Up; Get-Id", "Degraded: PrefixesDiffer"),
            ("Set-Router Secondary @{ Announces = @() }; Wait-Link Up, Up; Get-Id", "Degraded: NoPrefixesSecondary"),
            ("Set-Router Secondary @{ Path = 65010, 65010 }; Wait-Link Up, Up; Get-Id", "Degraded: PathsDiffer"),
            ("Set-Router Secondary @{ Same = $true }; Wait-Link Up, Up; Get-Id", "Degraded: OneRouter"),
            ("foreach ($l in 'Primary', 'Secondary') { Set-Router $l @{ Announces = '0.0.0.0/0', '172.20.0.0/16' } }; Wait-Link Up, Up; Get-Id",
                "Degraded: DefaultRouteAnnounced"),
            ("foreach ($l in 'Primary', 'Secondary') { Set-Router $l @{ Announces = '10.2.7.0/24', '172.20.0.0/16' } }; Wait-Link Up, Up; Get-Id",
                "Degraded: PrefixOverlapsVNet"),
            ("Set-Router Secondary @{ CarriesTraffic = $false }; Wait-Link Up, Up; Get-Id 120", "Degraded: BytesStillSecondary"),
            ("$simulation.DeprovisionCircuit($id, [timespan]::FromDays(300)); Get-Id", "Down: ProviderDeprovisioning ConnectionDown"),
        ];
        var setting = _rehearsal.RunWell($"{Setting}\nReset-Router; Get-Id 60; Test-ExpressRouteCircuit er-berlin -Quiet -ExcludeFinding BgpYoungPrimary, BgpYoungSecondary");
        Assert.Equal(["Healthy", "True"], setting.Texts);
        foreach (var (script, expected) in defects)
        {
            var told = _rehearsal.RunWell($"{Setting}\nReset-Router; {script}").Texts;
            Assert.True(told is [var one] && one == expected, $"{script}: '{string.Join("; ", told)}' instead of '{expected}'");
        }
    }

    [Fact]
    public void Quiet_gives_one_answer_for_all_circuits()
    {
        var run = _rehearsal.RunWell($$"""
            {{Setting}}
            Reset-Router
            $what = @{ Quiet = $true; ErrorAction = 'SilentlyContinue'
                ExcludeFinding = 'BgpYoungPrimary', 'BgpYoungSecondary', 'NoBytesPrimary', 'NoBytesSecondary' }
            "well: $(Test-ExpressRouteCircuit er-berlin @what)"
            New-ExpressRouteCircuit er-new rg-net -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Force | Out-Null
            "one is not well: $(Test-ExpressRouteCircuit er-new, er-berlin @what) $(Test-ExpressRouteCircuit er-berlin, er-new @what)"
            "one is not there: $(Test-ExpressRouteCircuit er-berlin, ($id -replace 'er-berlin', 'er-gone') @what)"
            "a name that means nothing: $(Test-ExpressRouteCircuit nowhere @what)"
            Set-Router Primary @{ IsUp = $false }
            "none is well: $(Test-ExpressRouteCircuit @what)"
            if (-not (Test-ExpressRouteCircuit @what)) { 'stopped' }
            """);
        Assert.Equal(
        [
            "well: True", "one is not well: False False", "one is not there: False", "a name that means nothing: False", "none is well: False", "stopped",
        ], run.Texts);
    }

    [Fact]
    public void Names_that_mean_nothing_and_what_may_not_be_read_are_told()
    {
        var run = _rehearsal.RunWell($$"""
            {{Setting}}
            Reset-Router
            Test-ExpressRouteCircuit nowhere -ErrorAction SilentlyContinue -ErrorVariable failed
            $failed.FullyQualifiedErrorId
            (Test-ExpressRouteCircuit).Name
            @() | Test-ExpressRouteCircuit
            """);
        Assert.Equal(["CircuitNotFound,AzNetHelper.Commands.TestExpressRouteCircuitCommand", "er-berlin"], run.Texts);
    }
}
