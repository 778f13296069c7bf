using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AzNetHelper.Simulation;

namespace AzNetHelper.SimulationServer;

/// <summary>What the command line says.</summary>
internal sealed record ServerArguments
{
    public const string Usage = """
        Serves the simulation of Azure Resource Manager over HTTPS on 127.0.0.1, for any ARM client.

        AzNetHelper.SimulationServer [options]

          --port <n>          the port of ARM, 1 to 65535; a free one when left out
          --estate <file>     the networks it holds: an export of this module, or answers of ARM, Resource Graph or the
                              Azure CLI; the sample estate when left out
          --time-scale <n>    how many times as fast time runs, above 0 to 100000; 1 when left out, which is Azure's own
                              pace: ten seconds for a peering, half an hour for a gateway
          --page-size <n>     how many items a page of a list holds; 100 when left out
          --lock-rule <rule>  what a write of a peering keeps others from writing: both (VNets), local (its own VNet) or
                              none; both when left out
          --help              this text

        It prints KEY=value lines, then 'ready', and runs until Ctrl+C or SIGTERM.
        Exit code: 0; 1 when it could not start; 2 for a wrong command line.
        """;

    private const double MostScale = 100_000;

    public int Port { get; init; }

    public string? Estate { get; init; }

    public double TimeScale { get; init; } = 1;

    public int PageSize { get; init; } = 100;

    public LockRule LockRule { get; init; } = LockRule.BothVNets;

    public bool Help { get; init; }

    public static bool TryParse(
        IReadOnlyList<string> args,
        [NotNullWhen(true)] out ServerArguments? arguments,
        [NotNullWhen(false)] out string? error)
    {
        arguments = null;
        error = null;
        var result = new ServerArguments();
        for (var i = 0; i < args.Count; i++)
        {
            var option = args[i];
            if (option is "--help" or "-h" or "-?")
            {
                result = result with { Help = true };
                continue;
            }

            if (option is not ("--port" or "--estate" or "--time-scale" or "--page-size" or "--lock-rule"))
            {
                error = $"There is no option {option}.";
                return false;
            }

            if (++i == args.Count)
            {
                error = $"{option} needs a value.";
                return false;
            }

            if (With(result, option, args[i]) is not { } next)
            {
                error = $"{option} takes {Expected(option)}; '{args[i]}' is not one.";
                return false;
            }

            result = next;
        }

        arguments = result;
        return true;
    }

    private static ServerArguments? With(ServerArguments result, string option, string text) => option switch
    {
        "--port" => Whole(text) is >= 1 and <= 65535 and var port ? result with { Port = port } : null,
        "--page-size" => Whole(text) is >= 1 and <= 1000 and var size ? result with { PageSize = size } : null,
        "--lock-rule" => Rule(text) is { } rule ? result with { LockRule = rule } : null,
        "--estate" => string.IsNullOrWhiteSpace(text) ? null : result with { Estate = text },
        _ => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var scale)
            && scale is > 0 and <= MostScale ? result with { TimeScale = scale } : null,
    };

    private static string Expected(string option) => option switch
    {
        "--port" => "a port from 1 to 65535",
        "--page-size" => "a whole number from 1 to 1000",
        "--estate" => "a file",
        "--lock-rule" => "both, local or none",
        _ => "a number above 0, up to 100000",
    };

    private static LockRule? Rule(string text) => text switch
    {
        "both" => Simulation.LockRule.BothVNets,
        "local" => Simulation.LockRule.LocalOnly,
        "none" => Simulation.LockRule.None,
        _ => null,
    };

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
