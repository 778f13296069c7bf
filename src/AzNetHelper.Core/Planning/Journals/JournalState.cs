using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>A write whose end the journal does not know.</summary>
/// <param name="Sent">What was sent.</param>
/// <param name="Operation">How to ask for its end; null when no answer came.</param>
internal sealed record OpenWrite(SendingRecord Sent, ArmOperation? Operation);

/// <summary>
/// What follows from the records so far, the same whether they are read or being written: what is under way, what was made,
/// and what need not be done again.
/// </summary>
internal sealed class JournalState
{
    private readonly Dictionary<int, OpenWrite> _writes = [];
    private readonly Dictionary<ResourceId, OpenWrite> _open = [];
    private readonly HashSet<ResourceId> _created = [];
    private readonly HashSet<ResourceId> _removed = [];
    private readonly HashSet<string> _actions = new(StringComparer.Ordinal);

    public int LastWrite { get; private set; }

    public OpenWrite? OpenOn(ResourceId resource) => _open.GetValueOrDefault(resource);

    /// <summary>Writes under way, or of unknown end.</summary>
    public IReadOnlyCollection<OpenWrite> Open => _open.Values;

    /// <summary>True when a run that did not end well made the resource; what it only made again is not meant.</summary>
    public bool HasMade(ResourceId resource) => _created.Contains(resource);

    /// <summary>Everything that runs that did not end well made.</summary>
    public IReadOnlyCollection<ResourceId> Made => _created;

    /// <summary>True when a run that did not end well has done this action.</summary>
    public bool HasActed(string content) => _actions.Contains(content);

    /// <summary>False when the record does not fit those before it.</summary>
    public bool TryApply(JournalRecord record) => record switch
    {
        SendingRecord sending => Send(sending),
        AcceptedRecord accepted => Accept(accepted),
        EndedRecord ended => End(ended),
        ClosedRecord closed => Close(closed),
        _ => true,
    };

    private bool Send(SendingRecord sending)
    {
        LastWrite = Math.Max(LastWrite, sending.Write);
        if (_open.TryGetValue(sending.Resource, out var before))
        {
            // Its answer was lost; who sent again had read first.
            _writes.Remove(before.Sent.Write);
        }

        return _writes.TryAdd(sending.Write, _open[sending.Resource] = new(sending, null));
    }

    private bool Accept(AcceptedRecord accepted)
    {
        if (!_writes.TryGetValue(accepted.Write, out var write) || write.Operation is not null)
        {
            return false;
        }

        _writes[accepted.Write] = _open[write.Sent.Resource] = write with { Operation = accepted.Operation };
        NoteMade(write.Sent);
        return true;
    }

    private bool End(EndedRecord ended)
    {
        if (!_writes.Remove(ended.Write, out var write))
        {
            return false;
        }

        var sent = write.Sent;
        _open.Remove(sent.Resource);
        if (ended.End != WriteEnd.Done)
        {
            return true;
        }

        NoteMade(sent);
        if (sent.Kind == ChangeKind.Delete && !_created.Remove(sent.Resource))
        {
            _removed.Add(sent.Resource);
        }

        if (sent.Kind == ChangeKind.Action)
        {
            _actions.Add(sent.Content);
        }

        return true;
    }

    // A half that is deleted and made again was there before: whoever takes back may not delete it.
    private void NoteMade(SendingRecord sent)
    {
        if (sent.IsNew && sent.Kind is ChangeKind.Create or ChangeKind.Update && !_removed.Contains(sent.Resource))
        {
            _created.Add(sent.Resource);
        }
    }

    // What ended well is history: the next run with the same journal is another one.
    private bool Close(ClosedRecord closed)
    {
        if (closed.Succeeded)
        {
            foreach (var fate in closed.Account)
            {
                _created.Remove(fate.Resource);
                _removed.Remove(fate.Resource);
            }

            _actions.Clear();
        }

        return true;
    }
}
