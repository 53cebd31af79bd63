// Makes an image by `dotnet publish -t:PublishContainer` reproducible, and writes its SBOM. Once the SDK honours
// SOURCE_DATE_EPOCH (dotnet/sdk pull request 55689; 10.0.401 does not), the first half is no longer needed, and
// Archives/ImageNormaliser.cs and AppLayer.cs can be deleted (docs/decisions/0008).
using Auctions.Images;
using Auctions.Images.Archives;
using Auctions.Images.Sbom;

try
{
    var options = Options.Parse(args);
    var image = ImageNormaliser.Normalise(OciArchive.Read(options.Archive), options.Committed);
    var bill = BillOfMaterials.Of(image, options);
    image.Archive.Write(options.Archive, options.Committed);
    await File.WriteAllBytesAsync(options.Sbom, bill);
    Console.WriteLine(image.Digest);
    return 0;
}
catch (Exception problem) when (problem is BadInputException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 1;
}
