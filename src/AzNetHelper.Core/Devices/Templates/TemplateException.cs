using AzNetHelper.Steps;

namespace AzNetHelper.Devices.Templates;

/// <summary>A device template that is not written as the language wants it.</summary>
/// <param name="file">The template's file.</param>
/// <param name="line">The line at fault, from 1; 0 for the file as a whole.</param>
/// <param name="problem">What is wrong with it and what is expected.</param>
public sealed class TemplateException(string file, int line, string problem)
    : Exception(line == 0 ? $"{file}: {problem}" : $"{file}({line}): {problem}")
{
    public string File { get; } = file;

    public int Line { get; } = line;

    /// <summary>The failure that this is, as a value.</summary>
    public Failure ToFailure() => new("InvalidTemplate", FailureKind.InvalidData, Message, File) { Cause = this };
}
