using System.Collections;

namespace AzNetHelper.Networks;

/// <summary>The members of an object, or the elements of an array, in order; a plain foreach makes nothing.</summary>
internal readonly struct JsonParts(JsonTape? tape, int from, int to) : IEnumerable<JsonPart>
{
    public int Count()
    {
        var count = 0;
        for (var at = from; at < to; at = tape![at].Next)
        {
            count++;
        }

        return count;
    }

    public Walk GetEnumerator() => new(tape, from, to);

    IEnumerator<JsonPart> IEnumerable<JsonPart>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Walk(JsonTape? tape, int from, int to) : IEnumerator<JsonPart>
    {
        private int _next = from;

        public JsonPart Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (_next >= to)
            {
                return false;
            }

            Current = new(tape, _next);
            _next = tape![_next].Next;
            return true;
        }

        public readonly void Reset() => throw new NotSupportedException();

        public readonly void Dispose()
        {
        }
    }
}
