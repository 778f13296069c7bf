using AzNetHelper.Planning;

namespace AzNetHelper.Tests.Planning;

/// <summary>A journal's bytes, which outlive the run that is killed.</summary>
internal sealed class MemoryStore : IJournalStore
{
    private readonly List<byte> _bytes = [];

    public MemoryStore(string text = "") => _bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Called before each append, with how many there were; may throw.</summary>
    public Action<int>? OnAppend { get; set; }

    public int Appends { get; private set; }

    public string Name => "journal";

    public string Text
    {
        get => System.Text.Encoding.UTF8.GetString([.. _bytes]);
        set
        {
            _bytes.Clear();
            _bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(value));
        }
    }

    public int Length => _bytes.Count;

    /// <summary>Takes the last bytes away, as if their writer had been killed.</summary>
    public void Cut(int bytes) => _bytes.RemoveRange(_bytes.Count - bytes, bytes);

    public string[] Lines => Text.TrimEnd('\n').Split('\n');

    public Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>>(_bytes.ToArray());

    public Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        OnAppend?.Invoke(Appends++);
        _bytes.AddRange(bytes.Span);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => default;
}
