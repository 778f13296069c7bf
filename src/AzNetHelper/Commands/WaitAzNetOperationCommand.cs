using System.Management.Automation;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Waits for operations that Azure has accepted, all side by side, also from an earlier session.</summary>
[Cmdlet(VerbsLifecycle.Wait, "AzNetOperation")]
[OutputType(typeof(FinishedOperation))]
public sealed class WaitAzNetOperationCommand : QuestionCommand
{
    private readonly List<ArmOperation> _operations = [];
    private int _ended;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [OperationReference]
    public ArmOperation Operation { get; set; } = null!;

    /// <summary>Seconds.</summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(1, 604800)]
    public int Timeout { get; set; } = 3600;

    protected override void ProcessRecord() => _operations.Add(Operation);

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
                $"'{operation}' has not ended after {Timeout} seconds of waiting. "
                + $"It goes on in Azure: run {CommandName} again with it.",
                operation));
        }

        Interlocked.Increment(ref _ended);
        TellProgress(steps);
    }

    private void TellProgress(StepWriter steps) =>
        steps.Progress(CommandName, $"{_ended} of {_operations.Count} operations have ended", _ended, _operations.Count);
}
