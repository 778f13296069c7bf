using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>A change that has taken its lanes.</summary>
internal sealed class Flight(Change change)
{
    public Change Change => change;

    public bool IsShared { get; } = SharedLanes.Shares(change);

    /// <summary>When the service took the write; null before.</summary>
    public TimeSpan? AcceptedAt { get; set; }

    /// <summary>The id of its operation, where the service told it.</summary>
    public string? Operation { get; set; }

    public bool IsUnclear { get; set; }

    public LaneRole RoleOn(ResourceId lane) => RoleOn(change, lane);

    public bool IsPairOf(Change other) => IsShared && other.Lanes.All(change.Lanes.Contains);

    public static LaneRole RoleOn(Change change, ResourceId lane) =>
        lane.Equals(change.Resource.Parent) ? LaneRole.Own : LaneRole.Remote;
}

/// <summary>One VNet, or another resource that writes lock: who is under way there, counted when that changes.</summary>
internal sealed class Lane(ResourceId id)
{
    // Half the time that a peering write holds a lock (10 s in the recordings of azure-powershell): a write that was taken
    // longer ago may have ended without our having looked, so it proves nothing.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly int[] _underWay = new int[2];
    private readonly int[] _waiting = new int[2];
    private bool _wasEntered;

    public static IReadOnlyList<LaneRole> Roles { get; } = [LaneRole.Own, LaneRole.Remote];

    public ResourceId Id => id;

    public List<Flight> Flights { get; } = [];

    public LaneWidths Widths { get; private set; } = new(firstGuess: null);

    /// <summary>Somebody has it for himself.</summary>
    public bool IsBarred { get; private set; }

    /// <summary>How many wait for their first answer.</summary>
    public int Waiting => _waiting[0] + _waiting[1];

    public int WaitingIn(LaneRole role) => _waiting[(int)role];

    public int UnderWay(LaneRole role) => _underWay[(int)role];

    /// <summary>The same without one of them.</summary>
    public int UnderWay(LaneRole role, Flight but) => UnderWay(role) - (but.RoleOn(id) == role ? 1 : 0);

    /// <summary>How many others were taken so short a time ago that their operations run.</summary>
    public int SurelyUnderWay(LaneRole role, Flight but, TimeSpan now) =>
        Flights.Count(f => f != but && f.RoleOn(id) == role && f.AcceptedAt is { } at && now - at <= Fresh);

    /// <param name="flight">Who enters.</param>
    /// <param name="learned">What the run has learned on another lane by then: the first guess for this one.</param>
    public void Enter(Flight flight, LaneWidths? learned)
    {
        (Widths, _wasEntered) = (_wasEntered ? Widths : new(learned), true);
        Flights.Add(flight);
        Count();
    }

    public void Leave(Flight flight)
    {
        Flights.Remove(flight);
        Count();
    }

    public void Count()
    {
        IsBarred = Flights.Exists(f => !f.IsShared || f.IsUnclear);
        foreach (var role in Roles)
        {
            var there = Flights.FindAll(f => f.RoleOn(id) == role);
            (_underWay[(int)role], _waiting[(int)role]) = (there.Count, there.Count(f => f.AcceptedAt is null));
        }
    }
}
