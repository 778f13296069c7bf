namespace AzNetHelper.HelpBuilder;

/// <summary>A help source as it was read: module/help/README.md says how one looks.</summary>
public sealed record HelpPage(string File, string Name)
{
    public string Synopsis { get; init; } = string.Empty;

    public IReadOnlyList<string> Description { get; init; } = [];

    public IReadOnlyList<HelpEntry> Parameters { get; init; } = [];

    public IReadOnlyList<HelpExample> Examples { get; init; } = [];

    public IReadOnlyList<TypeNote> Inputs { get; init; } = [];

    public IReadOnlyList<TypeNote> Outputs { get; init; } = [];

    public IReadOnlyList<string> Notes { get; init; } = [];

    public IReadOnlyList<HelpLink> Links { get; init; } = [];
}

/// <summary>A heading with its paragraphs; of a parameter the name comes without the dash.</summary>
public sealed record HelpEntry(string Name, int Line, IReadOnlyList<string> Text);

public sealed record HelpExample(string Title, int Line, string Code, IReadOnlyList<string> Remarks);

/// <summary>A type that goes in or out, with a word about it.</summary>
public sealed record TypeNote(string Type, string Text);

/// <summary>A related command (no address) or a page.</summary>
public sealed record HelpLink(string Text, string Address);

/// <summary>What is wrong with a source, in the form that MSBuild reads.</summary>
public sealed record HelpError(string File, int Line, string Code, string Message)
{
    public override string ToString() => $"{File}({Line}): error {Code}: {Message}";
}
