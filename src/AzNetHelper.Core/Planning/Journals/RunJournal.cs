using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// What runs have sent and what became of it, kept so that the next one can go on where a killed one was: it polls what is
/// under way, and repeats nothing that took place. Entries are matched by resource, whatever the plan: the second run's plan
/// is made anew, from networks in which some is done. So one journal can serve several commands, one after another.
/// </summary>
public sealed class RunJournal : IAsyncDisposable
{
    private readonly IJournalStore _store;
    private readonly TimeProvider _time;
    private readonly JournalState _state = new();
    private readonly SemaphoreSlim _gate = new(1);
    private int _torn;
    private bool _startsLine = true;
    private bool _isNew;
    private JournalException? _broken;

    private RunJournal(IJournalStore store, TimeProvider time) => (_store, _time) = (store, time);

    /// <summary>How it is called in messages.</summary>
    public string Name => _store.Name;

    /// <summary>How many writes it holds whose end it does not know.</summary>
    public int OpenCount => Open.Count;

    /// <summary>Reads what is there, to add to it. The store is disposed of with the journal.</summary>
    /// <exception cref="JournalException">What is there is no journal, or a damaged one.</exception>
    public static async Task<RunJournal> OpenAsync(IJournalStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var journal = new RunJournal(store, time);
        try
        {
            var reader = new JournalReader(store.Name, await store.ReadAsync(cancellationToken));
            reader.ReadInto(journal._state);
            (journal._isNew, journal._torn, journal._startsLine) = (reader.IsNew, reader.Torn, reader.EndsLine);
            return journal;
        }
        catch
        {
            await journal.DisposeAsync();
            throw;
        }
    }

    /// <summary>One that is forgotten when the run has ended.</summary>
    public static RunJournal InMemory(TimeProvider time) => new(new Nowhere(), time);

    public ValueTask DisposeAsync()
    {
        _gate.Dispose();
        return _store.DisposeAsync();
    }

    internal bool HasMade(ResourceId resource) => Locked(() => _state.HasMade(resource));

    internal IReadOnlyList<ResourceId> Made => Locked(() => _state.Made.ToArray());

    internal IReadOnlyList<OpenWrite> Open => Locked(() => _state.Open.ToArray());

    internal OpenWrite? OpenOn(ResourceId resource) => Locked(() => _state.OpenOn(resource));

    internal bool HasActed(Change change) =>
        change.Kind == ChangeKind.Action && Locked(() => _state.HasActed(JournalContent.Of(change)));

    internal Task BeginAsync(Plan plan) => NoteAsync(() => new RunRecord(plan.Title, JournalContent.Of(plan), _isNew ? 0 : _torn));

    /// <summary>A request is about to leave: when this has ended, the journal knows.</summary>
    /// <exception cref="JournalException">It cannot be written, so the request must not leave.</exception>
    internal Task SendingAsync(Change change, bool isNew) => AppendAsync(() => new SendingRecord(
        _state.LastWrite + 1, change.Kind, change.Resource, isNew, JournalContent.Of(change)));

    internal Task AcceptedAsync(Change change, ArmOperation operation) => NoteAsync(() =>
        _state.OpenOn(change.Resource) is { } open ? new AcceptedRecord(open.Sent.Write, operation) : null);

    internal Task EndedAsync(Change change, WriteEnd end) => NoteAsync(() =>
        _state.OpenOn(change.Resource) is { } open ? new EndedRecord(open.Sent.Write, end) : null);

    internal Task CloseAsync(RunReport report) => NoteAsync(() => new ClosedRecord(report.Succeeded,
        [.. report.Results.Select(r => new Fate(r.Resource, r.Kind, r.Outcome))]));

    /// <summary>Why it could not be written, if it could not.</summary>
    internal Failure? Broken => _broken?.ToFailure();

    // What has happened has happened: the run goes on, and starts nothing more.
    private async Task NoteAsync(Func<JournalRecord?> make)
    {
        try
        {
            await AppendAsync(make);
        }
        catch (JournalException)
        {
            return;
        }
    }

    private async Task AppendAsync(Func<JournalRecord?> make)
    {
        await _gate.WaitAsync();
        try
        {
            if (Locked(make) is not { } record)
            {
                return;
            }

            var isKept = false;
            try
            {
                await WriteAsync([.. Lead(), .. JournalLines.Write(record, _time.GetUtcNow())]);
                isKept = true;
            }
            finally
            {
                // A request that may not leave is not under way; everything else is so, whether it can be kept or not.
                if (isKept || record is not SendingRecord)
                {
                    Locked(() => _state.TryApply(record));
                }
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    // After a failure half of an entry may stand at the end. Nothing is added to that.
    private async Task WriteAsync(byte[] bytes)
    {
        if (_broken is null)
        {
            try
            {
                await _store.AppendAsync(bytes, CancellationToken.None);
                (_isNew, _torn, _startsLine) = (false, 0, true);
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _broken = new(Name, "JournalNotWritten", FailureKind.WriteError,
                    $"The journal {Name} cannot be written: {e.Message} No further write was started.", e);
            }
            catch (JournalException e)
            {
                _broken = e;
            }
        }

        throw _broken;
    }

    private byte[] Lead() => _isNew
        ? Encoding.UTF8.GetBytes(JournalLines.Header[Math.Min(_torn, JournalLines.Header.Length)..] + "\n")
        : _startsLine ? [] : "\n"u8.ToArray();

    private T Locked<T>(Func<T> work)
    {
        lock (_state)
        {
            return work();
        }
    }

    private sealed class Nowhere : IJournalStore
    {
        public string Name => "of this run";

        public Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken) =>
            Task.FromResult<ReadOnlyMemory<byte>>(default);

        public Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => default;
    }
}
