using System.Management.Automation;
using AzNetHelper.Hosting;

namespace AzNetHelper.Commands;

/// <summary>Shows this runspace's session; nothing when there is none.</summary>
[Cmdlet(VerbsCommon.Get, "AzNetSession")]
[OutputType(typeof(AzNetSession))]
public sealed class GetAzNetSessionCommand : PSCmdlet
{
    protected override void EndProcessing()
    {
        if (RunspaceSession.Current is { IsOpen: true } session)
        {
            session.IsHandedOut = true;
            WriteObject(session);
        }
    }
}
