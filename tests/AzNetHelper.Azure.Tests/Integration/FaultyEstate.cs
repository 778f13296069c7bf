using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>One case of a seed: an estate in any state, what is wanted of it, and what goes wrong on the way.</summary>
internal sealed class FaultyEstate
{
    private static readonly string[] States =
        ["None", "Connected", "HubWaits", "SpokeWaits", "HubLeft", "SpokeLeft", "BothLeft", "Stale"];

    private readonly Random _random;
    private readonly Documents _documents = new();
    private readonly List<string> _told = [];

    public FaultyEstate(int seed)
    {
        _random = new(seed);
        Spokes = [.. Enumerable.Range(1, _random.Next(2, 5)).Select(i => Net(1 + (i % 2), $"s{i}"))];
        Wanted = (Pick<bool?>(null, true, false), Pick<bool?>(null, true, false), Pick<bool?>(null, true));
        Options = new()
        {
            Seed = seed,
            LockRule = (LockRule)(seed % 3),
            Conflicts = [(ConflictAnswer)(seed / 3 % 3), .. _random.Next(2) == 0 ? Enum.GetValues<ConflictAnswer>() : []],
        };
        SecondWriterChance = _random.Next(3) == 0 ? 0.3 : 0;
        Build();
        Topology = _documents.ToTopology();
    }

    public static ResourceId Hub { get; } = Net(1, "hub");

    public static ResourceId Other { get; } = Net(2, "other");

    public ResourceId[] Spokes { get; }

    public (bool? Gateway, bool? ToSpoke, bool? ToHub) Wanted { get; }

    public SimulationOptions Options { get; }

    public double SecondWriterChance { get; }

    public Topology Topology { get; }

    public Plan Plan(PeeringGround ground) => HubSpokePlanner.Create(ground.Topology, new(Hub, [.. Spokes])
    {
        UseHubGateway = Wanted.Gateway, AllowForwardedTraffic = Wanted.ToSpoke, AllowForwardedTrafficToHub = Wanted.ToHub,
    });

    /// <summary>Declares two or three things that go wrong.</summary>
    public void Declare(Faults faults)
    {
        const string Halves = "*/virtualNetworkPeerings/*";
        const string Status = "*/operations/*";
        for (var i = _random.Next(2, 4); i > 0; i--)
        {
            var (method, path, fault) = _random.Next(14) switch
            {
                0 => ("PUT", Halves, new Fault.Answers(429, "TooManyRequests") { RetryAfter = 7 }),
                1 => ("PUT", Halves, new Fault.Answers(409, "AnotherOperationInProgress")),
                2 => ("*", Halves, new Fault.Answers(429, "RetryableError") { RetryAfter = 3 }),
                3 => ("PUT", Halves, new Fault.Answers(400, "ReferencedResourceNotProvisioned",
                    "Cannot proceed with operation because resource is not in Succeeded state. Resource is in Updating state.")),
                4 => ("PUT", Halves, new Fault.Answers(500, "InternalServerError")),
                5 => ("*", Halves, new Fault.Answers(503, "ServiceUnavailable")),
                6 => ("PUT", Halves, new Fault.DropsBefore()),
                7 => ("PUT", Halves, new Fault.DropsAfter()),
                8 => ("PUT", Halves, (Fault)new Fault.OperationFails("InternalServerError")),
                9 => ("PUT", Halves, new Fault.OperationIsCanceled()),
                10 => ("GET", Status, new Fault.DropsBefore()),
                11 => ("GET", Status, new Fault.Answers(404, "OperationNotFound")),
                12 => ("DELETE", Halves, new Fault.DropsAfter()),
                _ => ("PUT", Halves, new Fault.Delays(TimeSpan.FromSeconds(20))),
            };
            var chance = 0.1 + (_random.NextDouble() * 0.25);
            faults.Add(new(method, path, fault) { Chance = chance });
            _told.Add(FormattableString.Invariant($"{method} {fault.GetType().Name} {(fault as Fault.Answers)?.Code} {chance:P0}"));
        }
    }

    /// <summary>When this run is stopped; null for never.</summary>
    public TimeSpan? StopsAfter() => _random.Next(3) == 0 ? TimeSpan.FromSeconds(_random.Next(1, 90)) : null;

    public override string ToString() =>
        $"{Spokes.Length} spokes {Wanted} {Options.LockRule} {string.Join('/', Options.Conflicts)} second {SecondWriterChance}: {string.Join("; ", _told)}";

    private void Build()
    {
        _documents.VNet(Hub, "10.0.0.0/16").Gateway(Hub).VNet(Other, "10.200.0.0/16");
        _documents.Half(Hub, Other, "Connected", "allowForwardedTraffic").Half(Other, Hub);
        foreach (var (spoke, i) in Spokes.Select((s, i) => (s, i)))
        {
            var state = Pick(States);
            _told.Add($"{spoke.Name} {state}");
            _documents.VNet(spoke, $"10.{i + 1}.0.0/16");
            var both = state is "Connected" or "BothLeft" or "Stale";
            var torn = state.EndsWith("Left", StringComparison.Ordinal) ? "Disconnected" : both ? "Connected" : "Initiated";
            var gateway = _random.Next(2) == 0;
            if (both || state is "HubLeft" or "HubWaits")
            {
                _documents.Half(Hub, spoke, torn, gateway ? "allowGatewayTransit" : "", Pick("allowForwardedTraffic", ""));
            }

            if (both || state is "SpokeLeft" or "SpokeWaits")
            {
                _documents.Half(spoke, Hub, torn, gateway ? "useRemoteGateways" : "", Pick("allowForwardedTraffic", ""), "doNotVerifyRemoteGateways");
            }

            if (state == "Stale")
            {
                _documents.Grow(spoke, $"172.{16 + i}.0.0/16");
            }
        }
    }

    private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];
}
