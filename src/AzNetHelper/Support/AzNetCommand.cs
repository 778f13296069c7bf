using System.Management.Automation;
using System.Threading.Channels;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>
/// What both bases stand on: a use case runs on the thread pool and writes steps; the pipeline thread drains them. Only
/// the pipeline thread ever calls PowerShell.
/// </summary>
public abstract class AzNetCommand : PSCmdlet
{
    // Not disposed: Ctrl+C may come from another thread while the pipeline is being disposed of.
    private readonly CancellationTokenSource _stopped = new();

    /// <summary>How long a use case that was told to stop is waited for.</summary>
    protected virtual TimeSpan StopGrace => TimeSpan.FromSeconds(30);

    /// <summary>The command's name, for messages.</summary>
    protected string CommandName => MyInvocation.MyCommand.Name;

    protected override void StopProcessing() => _stopped.Cancel();

    /// <summary>
    /// Runs a use case to its end. Whatever leaves this method (Ctrl+C, a downstream Select-Object -First, -ErrorAction
    /// Stop) stops the use case first, and waits for it as long as <see cref="StopGrace"/>.
    /// </summary>
    protected void Run(Func<StepWriter, CancellationToken, Task> useCase, Action<Step>? show = null)
    {
        show ??= Show;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
        using var abandon = new CancellationTokenSource();
        using var bound = stop.Token.Register(() => abandon.CancelAfter(StopGrace));
        var channel = Channel.CreateUnbounded<Step>(new() { SingleReader = true });
        var work = Task.Run(() => CompleteAsync(useCase, channel.Writer, stop.Token), CancellationToken.None);
        var drained = false;
        try
        {
            foreach (var step in channel.Reader.ReadAllAsync(abandon.Token).ToBlockingEnumerable(CancellationToken.None))
            {
                show(step);
            }

            drained = true;
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            if (!drained)
            {
                stop.Cancel();
                _ = Task.WhenAny(work, Task.Delay(Timeout.InfiniteTimeSpan, abandon.Token)).GetAwaiter().GetResult();
            }
        }

        Conclude(work, stop.Token);
    }

    /// <summary>Shows one step on the stream that is meant for it.</summary>
    protected virtual void Show(Step step)
    {
        switch (step)
        {
            case ResultStep result:
                WriteObject(result.Value);
                break;
            case FailureStep failure:
                this.WriteFailure(failure.Failure);
                break;
            default:
                this.ShowAside(step);
                break;
        }
    }

    private static async Task CompleteAsync(
        Func<StepWriter, CancellationToken, Task> useCase, ChannelWriter<Step> channel, CancellationToken stop)
    {
        try
        {
            await useCase(new StepWriter(channel), stop).ConfigureAwait(false);
        }
        finally
        {
            channel.TryComplete();
        }
    }

    private void Conclude(Task work, CancellationToken stop)
    {
        try
        {
            work.GetAwaiter().GetResult();
            if (stop.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (e.Expected(CommandName) is { } failure)
        {
            if (failure.EndsCommand())
            {
                throw this.Terminate(failure);
            }

            this.WriteFailure(failure);
        }
    }
}
