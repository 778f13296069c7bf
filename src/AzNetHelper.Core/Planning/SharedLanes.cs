using System.Text.RegularExpressions;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// Who of a run is under way on which lane, and who may join. Writes of peerings share the lanes of their two VNets as far as
/// the service lets them, which is learned (<see cref="LaneWidths"/>); both halves of one pair never run side by side. Everything
/// else has its lanes for itself: writes of a VNet or of its subnets are known to lose races (azure-rest-api-specs issue 14202).
/// </summary>
/// <param name="elapsed">The time since the run began.</param>
internal sealed partial class SharedLanes(Func<TimeSpan> elapsed)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceId, Lane> _lanes = [];
    private TaskCompletionSource _answered = new();
    private LaneWidths? _lastLearned;

    /// <summary>
    /// Ends when a write is taken after this moment, so that more may start. There is one listener, the run's loop; each time it gets a
    /// task of its own, so that what it waited for before does not pile up on it.
    /// </summary>
    public Task ListenAsync()
    {
        lock (_gate)
        {
            _answered = new();
            return _answered.Task;
        }
    }

    /// <summary>True for a change that shares its lanes: the half of a peering, on its VNet and on the remote one.</summary>
    public static bool Shares(Change change) => change.Kind is ChangeKind.Create or ChangeKind.Update or ChangeKind.Delete
        && change.Resource.IsType(ResourceTypes.Peering) && change.Lanes is [var one, var two] && one != two
        && (one.Equals(change.Resource.Parent) || two.Equals(change.Resource.Parent));

    /// <summary>How many writes are under way on the busiest of these lanes.</summary>
    public int CrowdOn(params IEnumerable<ResourceId> lanes)
    {
        lock (_gate)
        {
            return lanes.Select(l => _lanes.TryGetValue(l, out var lane) ? lane.Flights.Count : 0).DefaultIfEmpty(0).Max();
        }
    }

    /// <summary>True when nothing that is under way, and nothing that was learned, speaks against a start.</summary>
    public bool IsFree(Change change)
    {
        lock (_gate)
        {
            if (!Shares(change))
            {
                return change.Lanes.All(l => At(l).Flights.Count == 0);
            }

            return Closed(change) switch
            {
                null => false,
                [] => true,
                [var (lane, meeting)] => lane.Widths.MayTry(meeting),
                _ => false,
            };
        }
    }

    /// <summary>True when nothing but halves of peerings, which come and go, keeps the change from its lanes.</summary>
    public bool IsHeldByHalves(Change change)
    {
        lock (_gate)
        {
            return change.Lanes.All(l => At(l).Flights.TrueForAll(f => f.IsShared));
        }
    }

    public void Take(Change change)
    {
        lock (_gate)
        {
            if (Shares(change) && Closed(change) is [var (closed, meeting)])
            {
                closed.Widths.Try(meeting);
            }

            var flight = new Flight(change);
            _flights.Add(change.Key, flight);
            foreach (var lane in change.Lanes.Distinct().Select(At))
            {
                lane.Enter(flight, _lastLearned);
            }
        }
    }

    public void Release(Change change)
    {
        lock (_gate)
        {
            if (_flights.Remove(change.Key, out var flight))
            {
                foreach (var lane in change.Lanes.Select(At))
                {
                    lane.Leave(flight);
                }
            }
        }
    }

    /// <summary>The write was taken; its operation runs.</summary>
    public void Accepted(Change change, ArmOperation operation)
    {
        TaskCompletionSource answered;
        lock (_gate)
        {
            if (_flights.GetValueOrDefault(change.Key) is { } flight)
            {
                Learn(flight, operation);
            }

            answered = _answered;
        }

        // Outside: the loop may go on right here.
        answered.TrySetResult();
    }

    /// <summary>
    /// The write was refused because of another operation. True when that may be one of this run, which is learned from; false
    /// when somebody else is at work.
    /// </summary>
    public bool Refused(Change change, ArmException error)
    {
        lock (_gate)
        {
            if (_flights.GetValueOrDefault(change.Key) is not { IsShared: true } flight)
            {
                return false;
            }

            var others = change.Lanes.SelectMany(l => At(l).Flights).Where(f => f != flight).Distinct().ToArray();
            var named = OperationIn(error);
            var holder = Array.Find(others, f => named is not null && string.Equals(f.Operation, named, StringComparison.OrdinalIgnoreCase));
            if (named is not null && holder is null && others.Any(f => f.AcceptedAt is null))
            {
                // It may be the one whose own answer is still on its way: no lesson.
                return true;
            }

            Flight[] suspects = holder is not null ? [holder] : named is not null ? [] : [.. others.Where(f => f.AcceptedAt is not null)];
            foreach (var lane in change.Lanes.Select(At))
            {
                var met = suspects.Where(f => lane.Flights.Contains(f)).Select(f => f.RoleOn(lane.Id)).Distinct()
                    .Select(role => (new Meeting(role, flight.RoleOn(lane.Id)), lane.UnderWay(role, flight))).ToArray();
                if (met.Length > 0)
                {
                    lane.Widths.Refuse(met, isCertain: holder is not null);
                    _lastLearned = lane.Widths;
                }
                else if (suspects.Length == 0)
                {
                    lane.Widths.RefuseForOthers();
                }
            }

            return suspects.Length > 0;
        }
    }

    /// <summary>The ETag was not current any more: neighbours write at the same moment, and each changes it.</summary>
    public void Stale(Change change)
    {
        lock (_gate)
        {
            foreach (var lane in Shares(change) ? change.Lanes.Select(At) : [])
            {
                lane.Widths.Crowd();
            }
        }
    }

    /// <summary>Whether the write took place is not known: its lanes are its own until it is.</summary>
    public void Unclear(Change change)
    {
        lock (_gate)
        {
            if (_flights.GetValueOrDefault(change.Key) is { } flight)
            {
                flight.IsUnclear = true;
                Recount(flight);
            }
        }
    }

    private void Learn(Flight flight, ArmOperation operation)
    {
        var now = elapsed();
        foreach (var lane in flight.IsShared ? flight.Change.Lanes.Select(At) : [])
        {
            lane.Widths.Accept();
            foreach (var role in Lane.Roles)
            {
                if (lane.SurelyUnderWay(role, flight, now) is > 0 and var sure)
                {
                    lane.Widths.Prove(new(role, flight.RoleOn(lane.Id)), sure);
                    _lastLearned = lane.Widths;
                }
            }
        }

        flight.Operation = operation.StatusUri?.AbsolutePath.Split('/')[^1];
        (flight.AcceptedAt, flight.IsUnclear) = (now, false);
        Recount(flight);
    }

    /// <summary>What was learned and speaks against a start; null when something else does.</summary>
    private List<(Lane Lane, Meeting Meeting)>? Closed(Change change)
    {
        var closed = new List<(Lane, Meeting)>();
        foreach (var lane in change.Lanes.Select(At).Where(l => l.Flights.Count > 0))
        {
            if (lane.IsBarred || lane.Waiting > (lane.Widths.IsHeldByOthers ? 0 : lane.Widths.Ahead)
                || lane.Flights.Exists(f => f.IsPairOf(change)))
            {
                return null;
            }

            var mine = Flight.RoleOn(change, lane.Id);
            foreach (var role in Lane.Roles)
            {
                // One that has no answer yet may reach the service after this one.
                if (lane.WaitingIn(role) > 0 && !lane.Widths.Admits(new(mine, role), lane.UnderWay(mine) + (role == mine ? 0 : 1)))
                {
                    return null;
                }

                if (lane.UnderWay(role) is > 0 and var underWay && !lane.Widths.Admits(new(role, mine), underWay))
                {
                    closed.Add((lane, new(role, mine)));
                }
            }
        }

        return closed;
    }

    private Lane At(ResourceId id) => _lanes.TryGetValue(id, out var lane) ? lane : _lanes[id] = new(id);

    private void Recount(Flight flight)
    {
        foreach (var lane in flight.Change.Lanes.Select(At))
        {
            lane.Count();
        }
    }

    /// <summary>The operation that a refusal names: as the status address of it, or in brackets behind its name (arm-protocol 4.3, 5.3).</summary>
    private static string? OperationIn(ArmException error) => error.Details.Select(d => d.Message).Append(error.Message)
        .Select(m => NamedOperation().Match(m)).FirstOrDefault(m => m.Success)?.Groups["operation"].Value;

    [GeneratedRegex(@"(/operations/|\()(?<operation>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedOperation();
}
