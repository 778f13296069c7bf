using System.Management.Automation;
using AzNetHelper.Planning;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Gives subnets service endpoints.</summary>
[Cmdlet(VerbsLifecycle.Enable, "VNetServiceEndpoint", SupportsShouldProcess = true)]
[OutputType(typeof(EndpointResult), typeof(Plan), typeof(ChangeResult))]
public sealed class EnableVNetServiceEndpointCommand() : ServiceEndpointCommand(enables: true);
