using System.Net.Sockets;
using System.Threading.Channels;
using AzNetHelper.Networks;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;

namespace AzNetHelper.SimulationServer;

/// <summary>From the command line to a server that runs until it is told to end.</summary>
internal static class Entry
{
    private const int CouldNotStart = 1;
    private const int WrongCommandLine = 2;

    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors)
    {
        if (!ServerArguments.TryParse(args, out var arguments, out var error))
        {
            await errors.WriteLineAsync($"{error}\n\n{ServerArguments.Usage}");
            return WrongCommandLine;
        }

        if (arguments.Help)
        {
            await output.WriteLineAsync(ServerArguments.Usage);
            return 0;
        }

        try
        {
            var estate = arguments.Estate is null ? SampleEstate.Create() : Read(arguments.Estate, errors);
            await using var server = await LoopbackServer.StartAsync(
                new SimulationOptions { Time = new SteadyClock(arguments.TimeScale), PageSize = arguments.PageSize, LockRule = arguments.LockRule },
                estate, arguments.Port);
            foreach (var (key, value) in server.Settings)
            {
                await output.WriteLineAsync($"{key}={value}");
            }

            await output.WriteLineAsync("ready");
            await output.FlushAsync();
            await server.WaitAsync();
            return 0;
        }
        catch (TopologyFileException e)
        {
            await errors.WriteLineAsync(e.Message);
            return WrongCommandLine;
        }
        catch (IOException e)
        {
            await errors.WriteLineAsync(IsInUse(e)
                ? $"Port {arguments.Port} is in use: choose another --port, or leave it out for a free one."
                : $"The server could not start: {e.Message}");
            return CouldNotStart;
        }
        catch (SocketException e)
        {
            // A port that only others may use.
            await errors.WriteLineAsync($"Port {arguments.Port} cannot be used: {e.Message}");
            return CouldNotStart;
        }
    }

    // What the import notices (a resource twice, say) is no failure, and is not lost.
    private static Topology Read(string file, TextWriter errors)
    {
        var steps = Channel.CreateUnbounded<Step>();
        var estate = TopologyFiles.Load([Path.GetFullPath(file)], new StepWriter(steps.Writer));
        while (steps.Reader.TryRead(out var step))
        {
            if (step is NoticeStep notice)
            {
                errors.WriteLine(notice.Message);
            }
        }

        return estate;
    }

    private static bool IsInUse(Exception? e) => e is not null
        && (e is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } || IsInUse(e.InnerException));
}
