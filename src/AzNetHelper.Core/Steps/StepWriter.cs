using System.Threading.Channels;
using AzNetHelper.Arm;

namespace AzNetHelper.Steps;

/// <summary>What a use case writes its steps to; safe from any thread.</summary>
public sealed class StepWriter(ChannelWriter<Step> channel)
{
    /// <summary>A writer that drops everything.</summary>
    public static StepWriter Nowhere { get; } = new(Channel.CreateBounded<Step>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }).Writer);

    public void Write(Step step) => channel.TryWrite(step);

    public void Result(object value) => Write(new ResultStep(value));

    public void Notice(NoticeSeverity severity, string id, string message, ResourceId? resource = null) =>
        Write(new NoticeStep(severity, id, message, resource));

    public void Progress(string activity, string status, int done, int total) =>
        Write(new ProgressStep(activity, status, done, total));

    public void ProgressEnded(string activity) => Write(new ProgressStep(activity, string.Empty, 0, 0, Ended: true));

    public void Fail(Failure failure) => Write(new FailureStep(failure));

    /// <summary>A caller whose trace and questions come through this writer.</summary>
    public ArmCaller AsCaller() => new()
    {
        Trace = exchange => Write(new TraceStep(exchange)),
        Tell = (text, cancellation) => AskAsync(AskKind.Tell, text, tenantId: null, cancellation),
        Token = async (scope, tenantId, cancellation) =>
            (ArmToken)(await AskAsync(AskKind.Token, scope, tenantId, cancellation).ConfigureAwait(false))!,
    };

    private async Task<object?> AskAsync(AskKind kind, string text, string? tenantId, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await channel.WriteAsync(new AskStep(kind, text, tenantId, answer), cancellation).ConfigureAwait(false);
        return await answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }
}
