using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite;

/// <summary>What became of a client certificate that was to be revoked, or restored.</summary>
/// <param name="GatewayId">The gateway.</param>
/// <param name="Thumbprint">The certificate.</param>
public sealed record P2SRevocationResult(ResourceId GatewayId, Thumbprint Thumbprint)
{
    public string Gateway => GatewayId.Name;

    /// <summary>The certificate's name; null where only its thumbprint is known.</summary>
    public string? Client { get; init; }

    /// <summary>What the gateway calls the revocation, or called it.</summary>
    public string? Name { get; init; }

    /// <summary>True where the gateway refuses the certificate now; null where that is not known.</summary>
    public bool? Revoked { get; init; }

    /// <summary>True where this run has changed that.</summary>
    public bool Changed { get; init; }

    /// <summary>Sessions that were open under the certificate's name before it was revoked.</summary>
    public ImmutableArray<P2SSession> SessionsBefore { get; init; } = [];

    /// <summary>The failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>The results of a run of a plan of <see cref="RevocationPlanner"/> at one gateway.</summary>
    public static IEnumerable<P2SRevocationResult> From(RevocationGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        foreach (var result in results)
        {
            var edit = RevocationPlanner.EditOf(ground, ground.Topology.Gateways.First(g => g.Id == result.Resource));
            var isDone = result.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged;
            foreach (var (client, found) in edit.Entries)
            {
                var changes = found.IsEmpty == ground.Request.Revokes;
                yield return new(result.Resource, client.Thumbprint)
                {
                    Client = client.Certificate?.CommonName ?? client.Name,
                    Name = RevocationEdit.NameIn(ground.Request.Revokes ? edit.After : edit.Before, client.Thumbprint),
                    Revoked = isDone || !changes ? ground.Request.Revokes : result.Outcome is ChangeOutcome.Unknown ? null : !ground.Request.Revokes,
                    Changed = changes && result.Outcome is ChangeOutcome.Done,
                    SessionsBefore = RevocationPlanner.SessionsOf(ground, result.Resource, client),
                    Error = result.Error,
                };
            }
        }
    }

    public override string ToString() => Error is null ? $"{Client ?? Thumbprint.Value} at {Gateway}: {(Revoked is true ? "revoked" : "not revoked")}"
        : $"{Client ?? Thumbprint.Value} at {Gateway}: {Error.Message}";
}
