using System.Collections.Immutable;
using System.Security;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>What a change of shared keys is planned on: the tunnels, both ends of each, and the keys that they have now.</summary>
public sealed class SharedKeyGround : IDisposable
{
    internal const string ResetVpnSharedKey = "Reset-VpnSharedKey";

    private readonly DateTimeOffset _readAt;

    private SharedKeyGround(ImmutableArray<SharedKeyTunnel> tunnels, DateTimeOffset readAt) => (Tunnels, _readAt) = (tunnels, readAt);

    internal ImmutableArray<SharedKeyTunnel> Tunnels { get; }

    /// <summary>How many tunnels.</summary>
    public int Count => Tunnels.Length;

    /// <summary>True when an end of some tunnel is a device, which nobody here can give a key.</summary>
    public bool HasDevices => Devices.Length > 0;

    /// <summary>The names of the connections whose other end is a device.</summary>
    public string Devices => string.Join(", ", Tunnels.Where(t => t.Kind == ConnectionKind.IPsec).Select(t => t.First.Name));

    /// <summary>The key that the first tunnel has now.</summary>
    public SecureString PresentKey => Tunnels[0].FirstKey;

    /// <summary>
    /// Finds and reads connections. Null when one means nothing or several things, has no key, or has no other half: each is
    /// told as a failure.
    /// </summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="references">Ids, <c>group/name</c>, or names of connections; both halves of one tunnel are one.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, does not accept the sign-in, or does not tell a key.</exception>
    public static async Task<SharedKeyGround?> ReadAsync(
        IArm arm, IReadOnlyList<string> references, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(steps);
        var found = await NetworkResolver.ResolveAsync(arm, references, ResourceTypes.Connection, subscriptionIds, steps, cancellationToken)
            .ConfigureAwait(false);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        var ids = found.Found.Select(f => f.Id).Distinct().ToArray();
        var reports = !found.Succeeded ? [] : await ConnectionReader.ReadAsync(arm, ids, ConnectionDetails.None, steps, cancellationToken).ConfigureAwait(false);
        if (!found.Succeeded || reports.Length < ids.Length)
        {
            return null;
        }

        var (tunnels, seen, fails) = (ImmutableArray.CreateBuilder<SharedKeyTunnel>(), new HashSet<ResourceId>(), false);
        foreach (var report in reports.Where(r => seen.Add(r.Id)))
        {
            if (report.FarConnection is { } far && !seen.Add(far))
            {
                continue;
            }

            if (Problem(report) is { } problem)
            {
                steps.Fail(problem);
                fails = true;
            }
            else if (await TunnelAsync(arm, report, steps, cancellationToken).ConfigureAwait(false) is { } tunnel)
            {
                tunnels.Add(tunnel);
            }
            else
            {
                fails = true;
            }
        }

        var ground = new SharedKeyGround(tunnels.ToImmutable(), arm.Time.GetUtcNow());
        if (fails)
        {
            ground.Dispose();
        }

        return fails ? null : ground;
    }

    /// <summary>The ground of a plan that was made earlier: the pairs in it, with the keys that they have now.</summary>
    /// <returns>The ground, without tunnels where the plan changes no key of a pair; or why it cannot be stood on.</returns>
    internal static async Task<(SharedKeyGround? Ground, Failure? Failure)> UnderAsync(IArm arm, IEnumerable<SharedKeyPair> pairs, CancellationToken stop)
    {
        var ground = new SharedKeyGround([], arm.Time.GetUtcNow());
        try
        {
            foreach (var pair in pairs)
            {
                var (tunnel, failure) = await SharedKeyTunnel.ReadAsync(arm, pair.First, pair.Second, $"{pair.First.Name} and {pair.Second.Name}", stop).ConfigureAwait(false);
                if (tunnel is null)
                {
                    ground.Dispose();
                    return (null, failure);
                }

                ground = new([.. ground.Tunnels, tunnel with { Group = pair.Group }], ground._readAt);
            }

            return (ground, null);
        }
        catch
        {
            ground.Dispose();
            throw;
        }
    }

    /// <summary>The plan made anew; the key, where one is needed, is given when it is applied.</summary>
    internal static async Task<Plan?> RemakeAsync(
        IArm arm, PlanOrigin origin, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        using var ground = await ReadAsync(arm, [.. new OriginParameters(origin).Texts("Connection")], subscriptionIds, steps, stop).ConfigureAwait(false);
        return ground?.Plan(key: null);
    }

    /// <summary>The plan: a connection that has the key already is left; without a key every connection gets a new one.</summary>
    /// <param name="key">The new key, where it is known already.</param>
    public Plan Plan(SecureString? key) => new(Tunnels is [var one] ? $"Change the shared key of {one}" : $"Change the shared keys of {Tunnels.Length} tunnels")
    {
        Changes = [.. Tunnels.SelectMany(t => Changes(t, key))],
        Notices = [.. Tunnels.Where(t => !t.IsConsistent).Select(t => new PlanNotice("SharedKeysDiffer", NoticeSeverity.Warning,
            $"The connections {t.First.Name} and {t.Second!.Name} have different keys, as after a change that was interrupted; both get one.", t.First))],
        Origins = [new(ResetVpnSharedKey, JsonBody.Write(new JsonObject { ["Connection"] = new JsonArray([.. Tunnels.Select(t => (JsonNode)t.First.ToString())]) }))],
        CreatedAt = _readAt,
    };

    /// <summary>The keys of the tunnels as they are now, by the connections that were named. The caller disposes of them.</summary>
    /// <exception cref="ArmException">A key cannot be read.</exception>
    public async Task<ImmutableDictionary<ResourceId, SecureString>> KeysAsync(IArm arm, CancellationToken cancellationToken)
    {
        var keys = ImmutableDictionary.CreateBuilder<ResourceId, SecureString>();
        foreach (var tunnel in Tunnels)
        {
            if (await ConnectionKey.ReadAsync(arm, tunnel.First, cancellationToken).ConfigureAwait(false) is { } key)
            {
                keys[tunnel.First] = key;
            }
        }

        return keys.ToImmutable();
    }

    public void Dispose()
    {
        foreach (var tunnel in Tunnels)
        {
            tunnel.Dispose();
        }
    }

    private static IEnumerable<Change> Changes(SharedKeyTunnel tunnel, SecureString? key)
    {
        Change? before = null;
        foreach (var (connection, present) in tunnel.Ends)
        {
            var change = (key is not null && ConnectionKey.Same(key, present) ? Kept(connection) : SharedKeyWrite.Of(connection, tunnel)) with
            {
                Group = tunnel.Group,
                DependsOn = before is null ? [] : [before.Key],
                Before = connection == tunnel.First ? tunnel.Before : null,
            };
            yield return change;
            before = change;
        }
    }

    private static Change Kept(ResourceId connection) => new(connection, ChangeKind.NoChange, $"Keep the shared key of '{connection.Name}'");

    private static Failure? Problem(ConnectionReport report) =>
        report.Kind is not (ConnectionKind.Vnet2Vnet or ConnectionKind.IPsec) ? new("NoSharedKey", FailureKind.InvalidArgument,
            $"{report.Id} is a connection of kind {report.Kind}, which has no shared key.", report.Id)
        : report is { Kind: ConnectionKind.Vnet2Vnet, FarConnection: null } ? new("FarSideMissing", FailureKind.InvalidOperation,
            $"{report.Remote?.Name ?? "The other gateway"} has no connection back to {report.Gateway?.Name}, or it may not be read, so only one end of {report.Id} could "
            + "be given a key. Make the other half first (New-VNetToVNetConnection).", report.Id)
        : null;

    private static async Task<SharedKeyTunnel?> TunnelAsync(IArm arm, ConnectionReport report, StepWriter steps, CancellationToken stop)
    {
        var (tunnel, failure) = await SharedKeyTunnel.ReadAsync(arm, report.Id, report.Kind == ConnectionKind.IPsec ? null : report.FarConnection,
            $"{report.Gateway?.Name} and {report.Remote?.Name}", stop).ConfigureAwait(false);
        if (failure is not null)
        {
            steps.Fail(failure);
        }

        var remote = report.Kind == ConnectionKind.IPsec ? "localNetworkGateway2" : "virtualNetworkGateway2";
        return tunnel is null ? null : tunnel with
        {
            Before = JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { [remote] = new JsonObject { ["id"] = report.Remote?.ToString() } } }),
        };
    }
}
