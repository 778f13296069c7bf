using System.Management.Automation;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Has VPN gateways take client certificates again that they refuse.</summary>
[Cmdlet(VerbsData.Restore, "P2SClientCertificate", SupportsShouldProcess = true, DefaultParameterSetName = "Certificate")]
[OutputType(typeof(P2SRevocationResult), typeof(Plan), typeof(ChangeResult))]
public sealed class RestoreP2SClientCertificateCommand() : RevocationCommand(revokes: false);
