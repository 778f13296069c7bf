using System.Diagnostics;
using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using AzNetHelper.Certificates;
using AzNetHelper.Steps;

namespace AzNetHelper.Benchmarks;

/// <summary>A set of certificates against its bare keys and against openssl, by turns in one run.</summary>
internal static class CertificateRace
{
    public static async Task RunAsync(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var clients = Number(args, 0, 100);
        var bits = Number(args, 1, 2048);
        var rounds = Number(args, 2, 7);
        var opensslRounds = Number(args, 3, 1);
        var folder = Directory.CreateTempSubdirectory("aznet").FullName;
        try
        {
            await SetAsync(folder, "warm", 4, 2048);
            await KeysAsync(4, 2048);
            var (keys, sets, keyWork, setWork) = (new List<double>(), new List<double>(), TimeSpan.Zero, TimeSpan.Zero);
            for (var round = 0; round < rounds; round++)
            {
                // Who is first changes, so that a machine that grows warm or busy meets both.
                if (round % 2 == 0)
                {
                    await MakeKeysAsync();
                }

                var (watch, work) = (Stopwatch.StartNew(), Work());
                await SetAsync(folder, $"set{round}", clients, bits);
                sets.Add(watch.Elapsed.TotalMilliseconds);
                setWork += Work() - work;
                if (round % 2 != 0)
                {
                    await MakeKeysAsync();
                }

                Say($"round {round + 1}: {clients + 1} keys {keys[^1]:F0} ms, set {sets[^1]:F0} ms, ratio {sets[^1] / keys[^1]:F3}");
            }

            Say($"{clients} clients, {bits} bits, {Environment.ProcessorCount} processors, median of {rounds}: keys {Median(keys):F0} ms, set {Median(sets):F0} ms, "
                + $"ratio {Median(sets) / Median(keys):F3}; of all rounds together {sets.Sum() / keys.Sum():F3}");
            Say($"processor time of all rounds: keys {keyWork.TotalMilliseconds:F0} ms, sets {setWork.TotalMilliseconds:F0} ms, ratio {setWork / keyWork:F3}");

            async Task MakeKeysAsync()
            {
                var (watch, work) = (Stopwatch.StartNew(), Work());
                await KeysAsync(clients + 1, bits);
                keys.Add(watch.Elapsed.TotalMilliseconds);
                keyWork += Work() - work;
            }

            for (var round = 0; round < opensslRounds; round++)
            {
                var time = Timed(() => OpenSsl(folder, clients, bits));
                Say($"a loop of openssl: {time:F0} ms, {time / Median(sets):F2} times the set");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What other programs take of the machine meanwhile is not in it.
    private static TimeSpan Work()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    // One at a time, as the set does it: ranges that are handed out at once would leave a processor idle at the end.
    private static Task KeysAsync(int count, int bits) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (_, _) =>
        {
            using var key = RSA.Create(bits);
            key.ExportRSAPublicKey();
            return ValueTask.CompletedTask;
        });

    private static async Task SetAsync(string folder, string name, int clients, int bits)
    {
        using var password = new SecureString();
        "a password of some length".ToList().ForEach(password.AppendChar);
        var request = new CertificateSetRequest
        {
            RootName = "Root", ClientNames = [.. Enumerable.Range(1, clients).Select(i => $"client{i}")], Folder = Path.Combine(folder, name), Password = password,
            Terms = new() { KeySize = bits },
        };
        var made = request.Problems(DateTimeOffset.UtcNow).IsEmpty
            ? await new CertificateIssuing(request, DateTimeOffset.UtcNow, StepWriter.Nowhere).RunAsync(CancellationToken.None) : null;
        if (made?.Made.Length != clients)
        {
            throw new InvalidOperationException("The set was not made.");
        }
    }

    // What a recipe does: a key, a request, a certificate and a PFX for each client.
    private static void OpenSsl(string folder, int clients, int bits)
    {
        var script = $"""
            set -e
            openssl req -x509 -newkey rsa:{bits} -nodes -keyout root.key -out root.pem -days 3650 -subj /CN=Root 2>/dev/null
            printf 'extendedKeyUsage=clientAuth\nkeyUsage=critical,digitalSignature\n' > ext
            for i in $(seq {clients}); do
              openssl req -new -newkey rsa:{bits} -nodes -keyout k.pem -out r.pem -subj /CN=client$i 2>/dev/null
              openssl x509 -req -in r.pem -CA root.pem -CAkey root.key -CAcreateserial -days 730 -extfile ext -out c.pem 2>/dev/null
              openssl pkcs12 -export -in c.pem -inkey k.pem -certfile root.pem -out client$i.pfx -passout pass:word
            done
            """;
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = folder })!;
        shell.WaitForExit();
        if (shell.ExitCode != 0)
        {
            throw new InvalidOperationException("openssl failed.");
        }
    }

    private static double Timed(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> times)
    {
        var sorted = times.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;

    private static void Say(string text) => Console.WriteLine(text);
}
