using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// Reads for a run. Where many writes are under way on one VNet, its peerings are read all at once: the list of a VNet's
/// peerings is one request, and two hundred spokes looked at one by one, again and again, would use up what the subscription
/// may read (ARM: 250 at once, then 25 a second). The list holds what a GET of each holds, its ETag included, and comes from
/// the network provider as that does.
/// </summary>
internal sealed class SiblingReads(IArm arm, RunClock clock, SharedLanes lanes)
{
    private const int Crowd = 8;

    // A list may have several pages, so that fewer are read quicker one by one.
    private const int FewestOfList = 4;

    // A hundredth of the time that a write takes.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly Dictionary<ResourceId, Gathered> _open = [];

    /// <summary>True where so many writes are under way that requests count.</summary>
    public bool IsCrowded(params IEnumerable<ResourceId> networks) => lanes.CrowdOn(networks) >= Crowd;

    /// <summary>The resource as it is at some moment after the call.</summary>
    public async Task<FoundResource> ReadAsync(ResourceId id, CancellationToken cancellation)
    {
        // Whoever stops waits for the list all the same: it is one request, and ends with the run.
        if (id.IsType(ResourceTypes.Peering) && IsCrowded(id.Parent!) && await Join(id.Parent!) is { } all)
        {
            cancellation.ThrowIfCancellationRequested();
            return all.TryGetValue(id, out var found) ? found : new(null, null);
        }

        return await FoundResource.ReadAsync(arm, id, cancellation);
    }

    private Task<Dictionary<ResourceId, FoundResource>?> Join(ResourceId network)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(network, out var gathered))
            {
                _open[network] = gathered = new();
                gathered.Read = GatherAsync(network, gathered);
            }

            gathered.Members++;
            return gathered.Read!;
        }
    }

    /// <summary>Null when each is to be read by itself. Never fails: a reading of its own tells each what is the matter.</summary>
    private async Task<Dictionary<ResourceId, FoundResource>?> GatherAsync(ResourceId network, Gathered gathered)
    {
        try
        {
            await clock.WaitAsync(Gathering, clock.Finishing);
        }
        catch (OperationCanceledException)
        {
            // Who gathered sees that for himself.
        }

        lock (_gate)
        {
            _open.Remove(network);
            if (gathered.Members < FewestOfList)
            {
                return null;
            }
        }

        try
        {
            var found = new Dictionary<ResourceId, FoundResource>();
            await foreach (var page in arm.ListAsync($"{network}/virtualNetworkPeerings", ResourceTypes.ApiVersion(network), clock.Finishing))
            {
                var items = JsonBody.Parse(page.Body)?["value"] as JsonArray ?? [];
                JsonObject[] bodies = [.. items.OfType<JsonObject>()];

                // Each stands for itself from here on.
                items.Clear();
                foreach (var body in bodies)
                {
                    if (ResourceId.TryParse((string?)body["id"], out var id))
                    {
                        found[id] = new(body, (string?)body["etag"]);
                    }
                }
            }

            return found;
        }
        catch (Exception e) when (e is ArmException or OperationCanceledException or System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed class Gathered
    {
        public int Members { get; set; }

        public Task<Dictionary<ResourceId, FoundResource>?>? Read { get; set; }
    }
}
