using System.Management.Automation;
using AzNetHelper.Hosting;

namespace AzNetHelper.Commands;

/// <summary>
/// Ends a session and forgets its secrets, wherever it is used; without a session there is nothing to do.
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "AzNetSession")]
[OutputType(typeof(void))]
public sealed class DisconnectAzNetSessionCommand : PSCmdlet
{
    /// <summary>The session to end; the runspace's own when absent.</summary>
    [Parameter(ValueFromPipeline = true)]
    public AzNetSession? Session { get; set; }

    protected override void ProcessRecord()
    {
        var current = RunspaceSession.Current;
        var ended = Session ?? current;
        ended?.Close();
        if (ReferenceEquals(ended, current) && current is not null)
        {
            RunspaceSession.Remove();
        }
    }
}
