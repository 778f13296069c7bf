using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>How a write in a journal ended.</summary>
internal enum WriteEnd
{
    /// <summary>As wanted.</summary>
    Done,

    /// <summary>Accepted, and its operation failed; or given up.</summary>
    Failed,

    /// <summary>Refused: nothing of it took place.</summary>
    Refused,
}

/// <summary>One line of a journal.</summary>
internal abstract record JournalRecord;

/// <summary>A run begins.</summary>
/// <param name="Title">What its plan is for.</param>
/// <param name="Plan">Tells plans apart (<see cref="JournalContent.Of(Plan)"/>).</param>
/// <param name="Torn">How many bytes before this line are what a killed run was writing.</param>
internal sealed record RunRecord(string Title, string Plan, int Torn) : JournalRecord;

/// <summary>A request is about to leave.</summary>
/// <param name="Write">Counts the writes of the journal.</param>
/// <param name="Kind">What the write does.</param>
/// <param name="Resource">What it is sent for.</param>
/// <param name="IsNew">The resource was not there just before.</param>
/// <param name="Content">Tells contents apart, and nothing of them (<see cref="JournalContent.Of(Change)"/>).</param>
internal sealed record SendingRecord(int Write, ChangeKind Kind, ResourceId Resource, bool IsNew, string Content) : JournalRecord;

/// <summary>The service took it.</summary>
internal sealed record AcceptedRecord(int Write, ArmOperation Operation) : JournalRecord;

/// <summary>Nothing of it is under way any more.</summary>
internal sealed record EndedRecord(int Write, WriteEnd End) : JournalRecord;

/// <summary>The run came to its end, by itself or because it was stopped: the account of its changes.</summary>
internal sealed record ClosedRecord(bool Succeeded, ImmutableArray<Fate> Account) : JournalRecord;

/// <summary>What became of one change.</summary>
internal sealed record Fate(ResourceId Resource, ChangeKind Kind, ChangeOutcome Outcome);
