using System.Management.Automation;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Has VPN gateways refuse client certificates.</summary>
[Cmdlet(VerbsSecurity.Revoke, "P2SClientCertificate", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Certificate")]
[OutputType(typeof(P2SRevocationResult), typeof(Plan), typeof(ChangeResult))]
public sealed class RevokeP2SClientCertificateCommand() : RevocationCommand(revokes: true);
