using System.Globalization;
using System.Text;
using System.Text.Json;
using AzNetHelper.Networks;

namespace AzNetHelper.Planning;

/// <summary>
/// The command that made a plan, as plain data: enough to make the plan anew from the live state, by
/// <c>Invoke-VNetPlan -Replan</c> or by hand. Resources are named by their ids, so it means the same in every session.
/// </summary>
/// <param name="Command">The cmdlet, for example <c>New-HubSpokePeering</c>.</param>
/// <param name="Parameters">Its parameters: a JSON object whose values are texts, numbers, booleans, and lists of texts.</param>
public sealed record PlanOrigin(string Command, string Parameters)
{
    // PowerShell takes each of these for the end of a text in single quotes.
    private const string Quotes = "'\u2018\u2019\u201a\u201b";

    /// <summary>What to type to have it made again.</summary>
    public string CommandLine
    {
        get
        {
            var line = new StringBuilder(Command);
            using var parameters = CanonicalJson.Parse(Encoding.UTF8.GetBytes(Parameters));
            foreach (var (name, value) in parameters.RootElement.EnumerateObject().Select(p => (p.Name, p.Value)))
            {
                _ = value.ValueKind switch
                {
                    JsonValueKind.True when IsValue(name) => line.Append(CultureInfo.InvariantCulture, $" -{name}:$true"),
                    JsonValueKind.True => line.Append(CultureInfo.InvariantCulture, $" -{name}"),
                    JsonValueKind.False => line.Append(CultureInfo.InvariantCulture, $" -{name}:$false"),
                    JsonValueKind.Array when value.GetArrayLength() == 0 => line.Append(CultureInfo.InvariantCulture, $" -{name} @()"),
                    JsonValueKind.Array => line.Append(CultureInfo.InvariantCulture,
                        $" -{name} {string.Join(", ", value.EnumerateArray().Select(Text))}"),
                    _ => line.Append(CultureInfo.InvariantCulture, $" -{name} {Text(value)}"),
                };
            }

            return line.ToString();
        }
    }

    public override string ToString() => CommandLine;

    // A boolean that a parameter takes as its value: not a switch, which is there or not.
    private static bool IsValue(string name) => name is "DefaultOutboundAccess";

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? $"'{string.Concat(value.GetString()!.Select(c => Quotes.Contains(c, StringComparison.Ordinal) ? $"{c}{c}" : c.ToString()))}'"
        : value.GetRawText();
}
