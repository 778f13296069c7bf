using System.Management.Automation;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Hosting;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Waits for operations that Azure has accepted, all side by side, also from an earlier session.</summary>
[Cmdlet(VerbsLifecycle.Wait, "AzNetOperation")]
[OutputType(typeof(FinishedOperation))]
public sealed class WaitAzNetOperationCommand : QuestionCommand
{
    private readonly List<ArmOperation> _operations = [];
    private AzNetSession _session = null!;
    private int _ended;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [OperationReference]
    public ArmOperation Operation { get; set; } = null!;

    /// <summary>Seconds.</summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(1, 604800)]
    public int Timeout { get; set; } = 3600;

    protected override void ProcessRecord()
    {
        _session ??= this.RequireSession(Session);
        if (IsOfSession(Operation.StatusUri) && IsOfSession(Operation.ResultUri))
        {
            _operations.Add(Operation);
        }
        else
        {
            // The session's token goes with every poll: a text from elsewhere must not say to whom.
            this.WriteFailure(new("OperationOfAnotherCloud", FailureKind.InvalidArgument,
                $"'{Operation}' is polled at another address than {_session.Endpoint}. Connect to the cloud that it belongs to.", Operation));
        }
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var arm = Open(steps);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(Timeout), arm.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        TellProgress(steps);
        await Task.WhenAll(_operations.Select(operation => WaitAsync(arm, operation, steps, both.Token, stop)));
        steps.ProgressEnded(CommandName);
    }

    private async Task WaitAsync(
        IArm arm, ArmOperation operation, StepWriter steps, CancellationToken limit, CancellationToken stop)
    {
        var begun = operation.StartedAt == default ? arm.Time.GetUtcNow() : operation.StartedAt;
        try
        {
            var answer = await arm.WaitAsync(operation, limit);
            steps.Result(new FinishedOperation(operation.Verb, operation.Path, arm.Time.GetUtcNow() - begun)
            {
                Document = Encoding.UTF8.GetString(answer.Body.Span),
            });
        }
        catch (ArmException e)
        {
            steps.Fail(Failure.From(e, operation));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            steps.Fail(new("OperationTimeout", FailureKind.OperationTimeout,
                $"'{operation}' has not ended after {Timeout} seconds of waiting. It goes on in Azure: run {CommandName} again with it.",
                operation));
        }

        Interlocked.Increment(ref _ended);
        TellProgress(steps);
    }

    private void TellProgress(StepWriter steps) =>
        steps.Progress(CommandName, $"{_ended} of {_operations.Count} operations have ended", _ended, _operations.Count);

    // Azure answers status URLs at the endpoint itself or at a region's name below it.
    private bool IsOfSession(Uri? uri) => uri is null
        || (uri.Scheme.Equals(_session.Endpoint.Scheme, StringComparison.Ordinal) && uri.Port == _session.Endpoint.Port
            && (uri.Host.Equals(_session.Endpoint.Host, StringComparison.OrdinalIgnoreCase)
                || uri.Host.EndsWith("." + _session.Endpoint.Host, StringComparison.OrdinalIgnoreCase)));
}
