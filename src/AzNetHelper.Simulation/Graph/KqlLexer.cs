using System.Text;

namespace AzNetHelper.Simulation;

internal enum KqlKind
{
    Name,
    Text,
    Number,
    Sign,
    End,
}

/// <summary>A token of a query, with its place for error messages.</summary>
internal readonly record struct KqlToken(KqlKind Kind, string Value, int Line, int Column)
{
    public bool Is(string sign) => Kind is KqlKind.Sign or KqlKind.Name && Json.Same(Value, sign);
}

/// <summary>A query that the parser does not understand.</summary>
internal sealed class KqlException(KqlToken token) : Exception($"'{token.Value}' was not expected.")
{
    public KqlToken Token { get; } = token;
}

/// <summary>Cuts a query into tokens. Names may hold hyphens (mv-expand) and tildes (in~).</summary>
internal static class KqlLexer
{
    private static readonly string[] Signs = ["=~", "!~", "==", "!=", "|", "(", ")", ","];

    public static List<KqlToken> Read(string query)
    {
        var tokens = new List<KqlToken>();
        var (at, line, start) = (0, 1, 0);
        while (at < query.Length)
        {
            var c = query[at];
            if (c == '\n')
            {
                (line, start) = (line + 1, at + 1);
                at++;
            }
            else if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (query.AsSpan(at).StartsWith("//", StringComparison.Ordinal))
            {
                var end = query.IndexOf('\n', at);
                at = end < 0 ? query.Length : end;
            }
            else
            {
                var token = One(query, ref at, line, start);
                tokens.Add(token);
            }
        }

        tokens.Add(new(KqlKind.End, "<EOF>", line, at - start));
        return tokens;
    }

    private static KqlToken One(string query, ref int at, int line, int start)
    {
        var (c, column) = (query[at], at - start);
        if (c is '\'' or '"' || (c == '@' && at + 1 < query.Length && query[at + 1] is '\'' or '"'))
        {
            return new(KqlKind.Text, Quoted(query, ref at, line, column), line, column);
        }

        if (char.IsAsciiLetter(c) || c == '_')
        {
            var end = at;
            while (end < query.Length && (char.IsAsciiLetterOrDigit(query[end]) || query[end] is '_' or '.' or '-'))
            {
                end++;
            }

            // in~ is one word.
            if (end < query.Length && query[end] == '~'
                && query.AsSpan(at, end - at).Equals("in", StringComparison.OrdinalIgnoreCase))
            {
                end++;
            }

            var name = query[at..end];
            at = end;
            return new(KqlKind.Name, name, line, column);
        }

        if (char.IsAsciiDigit(c))
        {
            var end = at;
            while (end < query.Length && char.IsAsciiDigit(query[end]))
            {
                end++;
            }

            var number = query[at..end];
            at = end;
            return new(KqlKind.Number, number, line, column);
        }

        var place = at;
        var sign = Array.Find(Signs, s => query.AsSpan(place).StartsWith(s, StringComparison.Ordinal))
            ?? c.ToString();
        at += sign.Length;
        return new(KqlKind.Sign, sign, line, column);
    }

    private static string Quoted(string query, ref int at, int line, int column)
    {
        var verbatim = query[at] == '@';
        at += verbatim ? 1 : 0;
        var quote = query[at++];
        var text = new StringBuilder();
        while (at < query.Length && query[at] != '\n')
        {
            var c = query[at++];
            if (c == quote)
            {
                if (!verbatim || at >= query.Length || query[at] != quote)
                {
                    return text.ToString();
                }

                at++;
            }
            else if (c == '\\' && !verbatim && at < query.Length)
            {
                c = query[at++];
            }

            text.Append(c);
        }

        throw new KqlException(new(KqlKind.Text, text.ToString(), line, column));
    }
}
