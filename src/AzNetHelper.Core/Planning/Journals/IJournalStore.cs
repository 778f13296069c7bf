namespace AzNetHelper.Planning;

/// <summary>
/// Where a journal is kept: bytes that only grow. Whoever has it open is the only one who writes to it.
/// </summary>
public interface IJournalStore : IAsyncDisposable
{
    /// <summary>How it is called in messages; holds nothing that grants anything.</summary>
    string Name { get; }

    /// <summary>All that is in it.</summary>
    Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Adds bytes; they outlive this process, and this machine's memory, when the task has ended.</summary>
    Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}

/// <summary>A journal that cannot be used, with what a cmdlet needs to report it.</summary>
/// <param name="journal">The journal's name.</param>
/// <param name="id">A stable id: <c>JournalInUse</c>, <c>JournalNotOpened</c>, <c>JournalNotWritten</c>,
/// <c>JournalDamaged</c>, <c>JournalVersion</c>, <c>NotAJournal</c>, <c>JournalLocationNotSupported</c>.</param>
/// <param name="kind">The kind of failure.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class JournalException(
    string journal, string id, Steps.FailureKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Journal { get; } = journal;

    public string Id { get; } = id;

    public Steps.FailureKind Kind { get; } = kind;

    /// <summary>The failure that this is, as a value.</summary>
    public Steps.Failure ToFailure() => new(Id, Kind, Message, Journal) { Cause = this };
}
