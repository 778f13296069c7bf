using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using AzNetHelper.Arm;

namespace AzNetHelper.TestCmdlets;

/// <summary>A connection that answers what a test wrote down, and keeps what it was asked.</summary>
public sealed class ScriptedArm : IArm, IDisposable
{
    private readonly ConcurrentDictionary<string, object> _answers;
    private readonly ArmCaller _caller;

    public ScriptedArm()
        : this(new(StringComparer.OrdinalIgnoreCase), [], new())
    {
    }

    private ScriptedArm(ConcurrentDictionary<string, object> answers, ConcurrentQueue<string> requests, ArmCaller caller)
    {
        _answers = answers;
        Requests = requests;
        _caller = caller;
    }

    /// <summary>What was asked, in order: method and path.</summary>
    public ConcurrentQueue<string> Requests { get; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;

    /// <summary>A connection on whose clock every wait is over at once.</summary>
    public static ScriptedArm WithoutPatience() => new() { Time = new InstantTime() };

    /// <summary>
    /// Answers a path with JSON, with an exception, when a task has ended, or, for 'never', not at all.
    /// </summary>
    public ScriptedArm Answer(string path, object answer)
    {
        _answers[path] = answer;
        return this;
    }

    public IArm For(ArmCaller caller) => new ScriptedArm(_answers, Requests, caller) { Time = Time };

    public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        ReplyAsync("GET", path, cancellationToken);

    public async IAsyncEnumerable<ArmResponse> ListAsync(
        string path, string apiVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await ReplyAsync("GET", path, cancellationToken);
    }

    public Task<ArmResponse> QueryAsync(
        string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        ReplyAsync("POST", path, cancellationToken);

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return ReplyAsync("WAIT", operation.Path, cancellationToken);
    }

    public Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No test of the bases writes.");

    private async Task<ArmResponse> ReplyAsync(string method, string path, CancellationToken cancellationToken)
    {
        Requests.Enqueue($"{method} {path}");
        await Task.Yield();
        if (!_answers.TryGetValue(path, out var answer))
        {
            throw new ArmException(404, "ResourceNotFound", $"'{path}' was not found.") { Request = $"{method} {path}" };
        }

        switch (answer)
        {
            case "never":
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
            case Task held:
                await held.WaitAsync(cancellationToken);
                answer = "held";
                break;
            case "token":
                var token = await _caller.Token!("https://management.azure.com/.default", null, cancellationToken);
                answer = $$"""{"value":[],"tokenLength":{{token.Value.Length}},"until":"{{token.ExpiresOn:O}}"}""";
                break;
            case Exception error:
                throw error;
        }

        _caller.Trace?.Invoke(new(method, path, 200, TimeSpan.FromMilliseconds(12), "client-request-1")
        {
            Detail = () => $"{method} {path}\nAuthorization: REDACTED",
        });
        return new(200, Encoding.UTF8.GetBytes((string)answer));
    }
}

/// <summary>A clock whose timers are due as soon as they are set.</summary>
public sealed class InstantTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var due = dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero;
        return System.CreateTimer(callback, state, due, Timeout.InfiniteTimeSpan);
    }
}
