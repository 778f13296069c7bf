using System.Text.Json;
using AzNetHelper.Networks;

namespace AzNetHelper.Planning;

/// <summary>Plans in files, written whole or not at all. docs/plans.md describes the format.</summary>
public static class PlanFiles
{
    /// <summary>A plan of a thousand spokes has about 4 MB.</summary>
    private const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Writes a plan to a file.</summary>
    /// <param name="plan">What is written; secrets in it become named slots.</param>
    /// <param name="path">The full path of the file.</param>
    /// <param name="overwrite">True to replace a file that is there.</param>
    /// <exception cref="TopologyFileException">The file exists, or cannot be written (<c>FileExists</c>,
    /// <c>FileNotWritten</c>), or the plan is not one that could be read again (<c>InvalidPlan</c>).</exception>
    public static void Save(Plan plan, string path, bool overwrite = false)
    {
        var bytes = ToBytes(plan);
        TopologyFiles.WriteWhole(path, overwrite, stream => stream.Write(bytes));
    }

    /// <summary>Reads a plan from a file.</summary>
    /// <exception cref="TopologyFileException">The file cannot be read (<c>FileNotFound</c>, <c>FileNotRead</c>), or is no
    /// plan that this version can apply (<c>InvalidPlan</c>: the message names the line and the member).</exception>
    public static Plan Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(path, TopologyFiles.Read(path, MostBytes));
    }

    /// <summary>The file that a plan becomes: UTF-8, lines end with a line feed.</summary>
    public static byte[] ToBytes(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        try
        {
            // What is written can be read: a plan may be made by anybody's code.
            var bytes = PlanWriter.Write(plan);
            _ = PlanReader.Read(plan.Title, bytes);
            return bytes;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw PlanValue.Invalid(plan.Title, $"the plan holds a document that is no JSON object: {e.Message}", e);
        }
    }

    /// <summary>The plan that a file's bytes are.</summary>
    /// <param name="name">What errors call it: the path.</param>
    /// <param name="bytes">UTF-8, or UTF-16 with a mark.</param>
    /// <exception cref="TopologyFileException">It is no plan (<c>InvalidPlan</c>).</exception>
    public static Plan Read(string name, ReadOnlyMemory<byte> bytes) => PlanReader.Read(name, bytes);
}
