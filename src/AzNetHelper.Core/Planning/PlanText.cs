using System.Globalization;
using System.Text;

namespace AzNetHelper.Planning;

/// <summary>A plan as people read it: its title, what is written with its impact, then problems and notices.</summary>
public static class PlanText
{
    private const int Indent = 11;

    // A terminal of 80 columns, which would break lines in the middle of a word.
    private const int Width = 79;

    /// <summary>The text; lines end as the system's do, and the last one has no end.</summary>
    public static string Of(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder(plan.Title).AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"  {Count(plan.WriteCount, "change")} to write, {plan.UnchangedCount} unchanged");
        if (plan.CreatedAt != default)
        {
            text.Append(CultureInfo.InvariantCulture, $", made {plan.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        }

        text.AppendLine();
        foreach (var change in plan.Changes)
        {
            Line(text, change.Kind == ChangeKind.NoChange ? "Keep" : change.Kind.ToString(), change.Summary);
            if (change.Impact.Kind != Impact.None)
            {
                Line(text, string.Empty, change.Impact.ToString());
            }
        }

        foreach (var problem in plan.Problems)
        {
            Line(text, "Problem", $"{problem.Message} [{problem.CheckId}]");
        }

        foreach (var notice in plan.Notices)
        {
            Line(text, notice.Severity == Steps.NoticeSeverity.Warning ? "Warning" : "Note", notice.Message);
        }

        if (!plan.CanApply)
        {
            Line(text, string.Empty, $"It cannot be applied: {Count(plan.Problems.Length, "problem")}.");
        }

        return text.ToString().TrimEnd();
    }

    private static void Line(StringBuilder text, string head, string message)
    {
        text.Append("  ").Append(head.PadRight(Indent - 2));
        var column = Indent;
        foreach (var word in message.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > Indent && column + 1 + word.Length > Width)
            {
                text.AppendLine().Append(' ', Indent);
                column = Indent;
            }

            text.Append(column > Indent ? " " : string.Empty).Append(word);
            column += word.Length + (column > Indent ? 1 : 0);
        }

        text.AppendLine();
    }

    private static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? string.Empty : "s")}");
}
