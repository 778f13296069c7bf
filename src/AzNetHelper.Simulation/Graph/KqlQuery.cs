using System.Globalization;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>One comparison of a where clause; those of a clause are joined by and, or by or.</summary>
internal sealed record KqlCondition(string Path, IReadOnlyList<string> Values, bool IgnoreCase, bool Negated)
{
    public bool Holds(KqlRow row)
    {
        var comparison = IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        return Values.Contains(row.Text(Path) ?? string.Empty, comparison) != Negated;
    }
}

/// <summary>One step of a query: rows in, rows out.</summary>
internal delegate IEnumerable<KqlRow> KqlStep(IEnumerable<KqlRow> rows);

/// <summary>
/// The part of the query language that is understood: Resources, ResourceContainers and NetworkResources with where (=~, ==, in~, in,
/// their negations; all joined by and, or all by or; tostring and tobool of members), mv-expand of a list under a new name,
/// order by, project, project-away, limit. Everything else is refused, as the service refuses
/// what it does not know: better no answer than a wrong one.
/// </summary>
internal sealed class KqlQuery
{
    private static readonly string[] Columns =
    [
        "id", "name", "type", "tenantId", "kind", "location", "resourceGroup", "subscriptionId", "managedBy", "sku",
            "plan",
        "properties", "tags", "identity", "zones", "extendedLocation", "etag",
    ];

    private static readonly string[] Tables = ["Resources", "ResourceContainers", "NetworkResources"];

    private readonly List<string> _expanded = [];
    private readonly List<KqlToken> _tokens;
    private readonly List<KqlStep> _steps = [];
    private int _at;

    private KqlQuery(string text)
    {
        _tokens = KqlLexer.Read(text);
        var table = Take(KqlKind.Name);
        Table = Array.Find(Tables, t => Json.Same(t, table.Value)) ?? throw new KqlException(table);

        while (Current.Kind != KqlKind.End)
        {
            Expect("|");
            _steps.Add(Step());
        }
    }

    public string Table { get; }

    private KqlToken Current => _tokens[_at];

    /// <exception cref="KqlException">The query says something that is not understood.</exception>
    public static KqlQuery Parse(string text) => new(text);

    public IEnumerable<KqlRow> Run(IEnumerable<KqlRow> rows) => _steps.Aggregate(rows, (r, step) => step(r));

    private KqlStep Step()
    {
        var word = Take(KqlKind.Name);
        return word.Value.ToUpperInvariant() switch
        {
            "WHERE" => Where(),
            "ORDER" or "SORT" => Order(),
            "PROJECT" => Project(ColumnList()),
            "PROJECT-AWAY" => Without(ColumnList()),
            "MV-EXPAND" => Expand(),
            "LIMIT" or "TAKE" => Limit(),
            _ => throw new KqlException(word),
        };
    }

    private KqlStep Where()
    {
        var conditions = new List<KqlCondition> { Condition() };
        var either = Current.Is("or");
        while (Current.Is(either ? "or" : "and"))
        {
            _at++;
            conditions.Add(Condition());
        }

        return rows => rows.Where(r => either ? conditions.Exists(c => c.Holds(r)) : conditions.TrueForAll(c => c.Holds(r)));
    }

    private KqlCondition Condition()
    {
        var column = Member();
        var sign = _tokens[_at++];
        return sign.Value.ToUpperInvariant() switch
        {
            "=~" => new(column, [Take(KqlKind.Text).Value], IgnoreCase: true, Negated: false),
            "!~" => new(column, [Take(KqlKind.Text).Value], IgnoreCase: true, Negated: true),
            "==" => new(column, [Literal()], IgnoreCase: false, Negated: false),
            "!=" => new(column, [Literal()], IgnoreCase: false, Negated: true),
            "IN~" => new(column, Values(), IgnoreCase: true, Negated: false),
            "IN" => new(column, Values(), IgnoreCase: false, Negated: false),
            _ => throw new KqlException(sign),
        };
    }

    // A column, or a member of a dynamic one, which has to be converted before it is compared.
    private string Member()
    {
        if (!Current.Is("tostring") && !Current.Is("tobool"))
        {
            return Column();
        }

        _at++;
        Expect("(");
        var name = Take(KqlKind.Name);
        var first = name.Value.Split('.')[0];
        if (!Columns.Contains(first, StringComparer.OrdinalIgnoreCase) && !_expanded.Contains(first, StringComparer.Ordinal))
        {
            throw new KqlException(name);
        }

        Expect(")");
        return name.Value;
    }

    private string Literal() => Current.Is("true") || Current.Is("false") ? _tokens[_at++].Value : Take(KqlKind.Text).Value;

    private KqlStep Expand()
    {
        var name = Take(KqlKind.Name).Value;
        Expect("=");
        var path = Take(KqlKind.Name);
        if (path.Value.Split('.') is not [var column, var member] || !Columns.Contains(column, StringComparer.OrdinalIgnoreCase))
        {
            throw new KqlException(path);
        }

        _expanded.Add(name);
        return rows => rows.SelectMany(row => row.Made.Object(column)?[member] is JsonArray { Count: > 0 } items
            ? items.Select(item => With(row, item))
            : [With(row, null)]);

        KqlRow With(KqlRow row, JsonNode? item) => row.With(whole =>
        {
            var made = whole.DeepClone().AsObject();
            made[name] = item?.DeepClone();
            return made;
        });
    }

    private List<string> Values()
    {
        Expect("(");
        var values = new List<string> { Take(KqlKind.Text).Value };
        while (Current.Is(","))
        {
            _at++;
            values.Add(Take(KqlKind.Text).Value);
        }

        Expect(")");
        return values;
    }

    private KqlStep Order()
    {
        Expect("by");
        var keys = new List<(string Column, bool Descending)>();
        do
        {
            var column = Column();

            // Without a word the order is descending, as the language has it.
            var descending = !Current.Is("asc");
            _at += Current.Is("asc") || Current.Is("desc") ? 1 : 0;
            keys.Add((column, descending));
        }
        while (Current.Is(",") && ++_at > 0);

        return rows =>
            keys.Aggregate((IOrderedEnumerable<KqlRow>?)null, (sorted, key) => (sorted, key.Descending) switch
        {
            (null, true) => rows.OrderByDescending(r => r.Text(key.Column), StringComparer.Ordinal),
            (null, false) => rows.OrderBy(r => r.Text(key.Column), StringComparer.Ordinal),
            (_, true) => sorted.ThenByDescending(r => r.Text(key.Column), StringComparer.Ordinal),
            _ => sorted.ThenBy(r => r.Text(key.Column), StringComparer.Ordinal),
        })!;
    }

    private static KqlStep Project(List<string> columns) => rows => rows.Select(r => r.With(whole =>
    {
        var made = new JsonObject();
        foreach (var column in columns)
        {
            if (whole.Remove(column, out var value))
            {
                made[column] = value;
            }
            else
            {
                made.TryAdd(column, null);
            }
        }

        return made;
    }));

    private static KqlStep Without(List<string> columns) => rows => rows.Select(r => r.With(whole =>
    {
        foreach (var column in columns)
        {
            whole.Remove(column);
        }

        return whole;
    }));

    private KqlStep Limit()
    {
        var count = int.Parse(Take(KqlKind.Number).Value, CultureInfo.InvariantCulture);
        return rows => rows.Take(count);
    }

    private List<string> ColumnList()
    {
        var columns = new List<string> { Column() };
        while (Current.Is(","))
        {
            _at++;
            columns.Add(Column());
        }

        return columns;
    }

    private string Column()
    {
        var name = Take(KqlKind.Name);
        return Array.Find(Columns, c => Json.Same(c, name.Value)) ?? throw new KqlException(name);
    }

    private KqlToken Take(KqlKind kind) => Current.Kind == kind ? _tokens[_at++] : throw new KqlException(Current);

    private void Expect(string sign)
    {
        if (!Current.Is(sign))
        {
            throw new KqlException(Current);
        }

        _at++;
    }
}
