using System.Threading.Channels;
using AzNetHelper.Steps;

namespace AzNetHelper.Tests.Reading;

/// <summary>Keeps the steps that a use case writes.</summary>
internal sealed class StepLog
{
    private readonly Channel<Step> _channel = Channel.CreateUnbounded<Step>();

    public StepLog() => Writer = new(_channel.Writer);

    public StepWriter Writer { get; }

    public IReadOnlyList<Step> Read()
    {
        List<Step> steps = [];
        while (_channel.Reader.TryRead(out var step))
        {
            steps.Add(step);
        }

        return steps;
    }

    public IReadOnlyList<NoticeStep> Warnings() => [.. Read().OfType<NoticeStep>().Where(n => n.Severity == NoticeSeverity.Warning)];
}
