using System.Management.Automation;
using System.Management.Automation.Internal;

namespace AzNetHelper.Console;

/// <summary>The three standard streams, and whether people sit at them.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TextWriter _out = System.Console.Out;
    private readonly TextWriter _error = System.Console.Error;
    private bool _progressShown;
    private Task<string?>? _reading;
    private CancellationTokenSource _asking = new();

    public Terminal(bool nonInteractive)
    {
        var colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        InputIsTerminal = !System.Console.IsInputRedirected;
        ErrorIsTerminal = !System.Console.IsErrorRedirected;
        OutIsTerminal = !System.Console.IsOutputRedirected;
        CanAsk = !nonInteractive && InputIsTerminal;
        ColourOut = colours && OutIsTerminal;
        ColourError = colours && ErrorIsTerminal;
    }

    /// <summary>A person can answer.</summary>
    public bool CanAsk { get; }

    public bool InputIsTerminal { get; }

    public bool OutIsTerminal { get; }

    public bool ErrorIsTerminal { get; }

    public bool ColourOut { get; }

    public bool ColourError { get; }

    public void Write(string text)
    {
        lock (_lock)
        {
            HideProgress();
            _out.Write(ColourOut ? text : Plain(text));
        }
    }

    public void WriteError(string text)
    {
        lock (_lock)
        {
            HideProgress();
            _error.Write(ColourError ? text : Plain(text));
        }
    }

    /// <summary>
    /// One line, rewritten; empty text takes it away. Nothing at all unless standard error is a terminal.
    /// </summary>
    public void ShowProgress(string text, int width)
    {
        if (!ErrorIsTerminal)
        {
            return;
        }

        lock (_lock)
        {
            HideProgress();
            if (text.Length > 0)
            {
                _error.Write(text.Length < width ? text : text[..(width - 1)]);
                _progressShown = true;
            }
        }
    }

    /// <summary>A line of input; null at its end.</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C came first.</exception>
    public string? ReadLine()
    {
        if (_asking.IsCancellationRequested)
        {
            _asking.Dispose();
            _asking = new();
        }

        // A console read can not be called back: the one that nobody waits for any more serves the next question.
        _reading ??= Task.Run(System.Console.In.ReadLine);
        Task.WaitAny([_reading], _asking.Token);
        var line = _reading.GetAwaiter().GetResult();
        _reading = null;
        return line;
    }

    /// <summary>Ends a wait for an answer.</summary>
    public void StopAsking() => _asking.Cancel();

    public void Dispose()
    {
        _asking.Dispose();
        lock (_lock)
        {
            HideProgress();
            _out.Flush();
            _error.Flush();
        }
    }

    private static string Plain(string text) => new StringDecorated(text).ToString(OutputRendering.PlainText);

    private void HideProgress()
    {
        if (_progressShown)
        {
            // Carriage return, then erase to the end of the line (ECMA-48 EL).
            _error.Write("\r\e[K");
            _progressShown = false;
        }
    }
}
