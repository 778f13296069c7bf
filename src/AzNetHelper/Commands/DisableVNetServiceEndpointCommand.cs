using System.Management.Automation;
using AzNetHelper.Planning;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Takes service endpoints from subnets.</summary>
[Cmdlet(VerbsLifecycle.Disable, "VNetServiceEndpoint", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EndpointResult), typeof(Plan), typeof(ChangeResult))]
public sealed class DisableVNetServiceEndpointCommand() : ServiceEndpointCommand(enables: false);
