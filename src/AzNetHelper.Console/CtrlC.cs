using System.Diagnostics;

namespace AzNetHelper.Console;

/// <summary>Ctrl+C stops the pipeline, not the process. A second one within two seconds ends the process.</summary>
internal sealed class CtrlC : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly EngineSession _session;
    private long? _last;

    public CtrlC(EngineSession session)
    {
        _session = session;
        System.Console.CancelKeyPress += OnCancel;
    }

    public void Dispose() => System.Console.CancelKeyPress -= OnCancel;

    private void OnCancel(object? sender, ConsoleCancelEventArgs e)
    {
        var again = _last is { } last && Stopwatch.GetElapsedTime(last) < s_patience;
        _last = Stopwatch.GetTimestamp();
        e.Cancel = !again || !_session.IsRunning;
        if (e.Cancel)
        {
            _session.Stop();
        }
    }
}
