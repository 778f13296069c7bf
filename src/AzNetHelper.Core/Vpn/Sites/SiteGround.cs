using System.Collections.Immutable;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Vpn.Sites;

namespace AzNetHelper.Vpn;

/// <summary>What a plan of site-to-site connections rests on, as it was read, each by a GET.</summary>
/// <param name="Topology">The gateway, its VNet and what that is peered with, its connections with what is at their ends, the sites of the group.</param>
/// <param name="Request">What is wanted.</param>
public sealed record SiteGround(Topology Topology, SiteRequest Request)
{
    /// <summary>Finds the gateway and reads around it. Null when the name means nothing or several things: told as a failure.</summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="gateway">The id or name of the gateway.</param>
    /// <param name="request">What is wanted of the gateway that was found.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<SiteGround?> ReadAsync(
        IArm arm, string gateway, Func<ResourceId, SiteRequest> request, IReadOnlyCollection<string> subscriptionIds, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(steps);
        if (await VpnGround.ReadAsync(arm, [gateway], subscriptionIds, steps, cancellationToken).ConfigureAwait(false) is not { } ground)
        {
            return null;
        }

        var wanted = request(ground.Gateways[0]);
        var known = await new SiteReader(arm, subscriptionIds, steps).AddAsync(ground.Topology, wanted, cancellationToken).ConfigureAwait(false);
        return new(known, wanted);
    }

    /// <summary>Makes the plan, with the key that was given compared with those that are there.</summary>
    /// <returns>The plan, and the ground with the request as it was planned.</returns>
    public async Task<(Plan Plan, SiteGround Ground)> PlanAsync(IArm arm, SecureString? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        var request = key is null ? Request : Request with
        {
            KeyProblem = ConnectionKey.Problem(key),
            OtherKeys = await OtherKeysAsync(arm, key, cancellationToken).ConfigureAwait(false),
        };
        return (SiteConnectionPlanner.Create(Topology, request), this with { Request = request });
    }

    private async Task<ImmutableArray<ResourceId>> OtherKeysAsync(IArm arm, SecureString key, CancellationToken stop)
    {
        var others = ImmutableArray.CreateBuilder<ResourceId>();
        foreach (var connection in SiteLayout.Of(Topology, Request).Select(s => s.Connection?.Id).OfType<ResourceId>())
        {
            using var held = await ConnectionKey.ReadAsync(arm, connection, stop).ConfigureAwait(false);
            if (held is not null && !ConnectionKey.Same(held, key))
            {
                others.Add(connection);
            }
        }

        return others.ToImmutable();
    }
}
