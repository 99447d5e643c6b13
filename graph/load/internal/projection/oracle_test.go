package projection_test

// oracle has what PROJ 9.1.1 gives for places in degrees, by the commands
//
//	echo lon lat | proj -f %.6f ARGUMENTS
//
// easting and northing in the unit of the system.
var oracle = []struct {
	system    string // a code, or a name in definitions
	arguments string
	points    [][4]float64 // longitude, latitude, easting, northing
}{
	{"EPSG:6372", "+proj=lcc +lat_0=12 +lon_0=-102 +lat_1=17.5 +lat_2=29.5 +x_0=2500000 +y_0=0 +ellps=GRS80", [][4]float64{
		{-99.133209, 19.432608, 2800162.365946, 829058.383364},
		{-117.0382, 32.5149, 1079572.045115, 2346591.653004},
		{-86.8515, 21.1619, 4063148.877197, 1099400.855098},
		{-102, 12, 2500000.000000, 0.000000},
		{-92.1, 14.5, 3573509.116150, 316524.816244},
	}},
	{"inegiClarke", "+proj=lcc +lat_0=12 +lon_0=-102 +lat_1=17.5 +lat_2=29.5 +x_0=2500000 +y_0=0 +ellps=clrk66", [][4]float64{
		{-99.133209, 19.432608, 2800166.924033, 829012.258014},
		{-110, 30, 1727747.837746, 2013588.830442},
	}},
	{"texasFeet", "+proj=lcc +lat_0=27.8333333333333 +lon_0=-99 +lat_1=30.2833333333333 +lat_2=28.3833333333333 +x_0=600000 +y_0=3999999.9998984 +ellps=GRS80 +units=us-ft", [][4]float64{
		{-99.507, 27.506, 1804086.704020, 13004649.883285},
		{-95, 30, 3234386.689298, 13932806.902668},
	}},
	{"jamaica", "+proj=lcc +lat_1=18 +lat_0=18 +lon_0=-77 +k_0=1 +x_0=750000 +y_0=650000 +ellps=WGS84", [][4]float64{
		{-76.8, 17.97, 771184.574072, 646691.018936},
		{-78.4, 18.5, 602152.302918, 705900.510691},
	}},
	{"EPSG:32614", "+proj=utm +zone=14 +ellps=WGS84", [][4]float64{
		{-99.133209, 19.432608, 486016.386828, 2148701.105797},
		{-102, 0, 166021.443081, 0.000000},
		{-90, 32, 1351638.408077, 3576061.247550},
		{-99, 89, 500000.000000, 9886315.755653},
	}},
	{"EPSG:6366", "+proj=utm +zone=11 +ellps=GRS80", [][4]float64{
		{-117.0382, 32.5149, 496412.115408, 3597511.441701},
		{-114, 27, 797726.087006, 2989975.966798},
	}},
	{"EPSG:31983", "+proj=utm +zone=23 +south +ellps=GRS80", [][4]float64{
		{-46.633, -23.55, 333317.911294, 7394644.036688},
		{-43.17, -22.91, 687687.692470, 7465276.069058},
	}},
	{"colombia", "+proj=tmerc +lat_0=4 +lon_0=-73 +k=0.9992 +x_0=5000000 +y_0=2000000 +ellps=GRS80", [][4]float64{
		{-74.0721, 4.711, 4881143.148692, 2078651.312188},
		{-79, 1.8, 4331716.125882, 1758026.830558},
	}},
	{"argentina", "+proj=tmerc +lat_0=-90 +lon_0=-60 +k=1 +x_0=5500000 +y_0=0 +ellps=WGS84", [][4]float64{
		{-58.3816, -34.6037, 5648456.604184, 6170146.253936},
		{-63.2, -54.8, 5294237.298880, 3922302.417796},
	}},
	{"EPSG:3395", "+proj=merc +ellps=WGS84", [][4]float64{
		{-99.133209, 19.432608, -11035458.346583, 2191726.369795},
		{179.9, -80, 20026376.393710, -15496570.739724},
		{0, 0, 0.000000, 0.000000},
	}},
	{"mercator41", "+proj=merc +lat_ts=-41 +lon_0=100 +ellps=WGS84", [][4]float64{
		{174.8, -41.3, 6293311.846533, -3800524.950957},
		{100, 60, 0.000000, 6320521.100280},
	}},
	{"EPSG:3857", "+proj=merc +a=6378137 +b=6378137", [][4]float64{
		{-99.133209, 19.432608, -11035458.346583, 2205935.305312},
		{180, 85, 20037508.342789, 19971868.880409},
		{-180, -85.05, -20037508.342789, -20036051.919337},
	}},
	{"EPSG:5070", "+proj=aea +lat_0=23 +lon_0=-96 +lat_1=29.5 +lat_2=45.5 +ellps=GRS80", [][4]float64{
		{-99.133209, 19.432608, -339983.890232, -379360.135454},
		{-122.4, 37.77, -2273954.872030, 1954942.951367},
		{-96, 90, 0.000000, 5885708.480266},
	}},
	{"brazilAlbers", "+proj=aea +lat_0=-12 +lon_0=-54 +lat_1=-2 +lat_2=-22 +x_0=5000000 +y_0=10000000 +ellps=GRS80", [][4]float64{
		{-46.633, -23.55, 5756136.484205, 8700662.600066},
		{-67.8, -9.97, 3509185.548051, 10191151.048400},
		{-54, -12, 5000000.000000, 10000000.000000},
	}},
}

// definitions that no code here stands for, as projinfo -o WKT1:ESRI, WKT1:GDAL
// and WKT2:2019 write them, and one as INEGI's older files have it.
var definitions = map[string]string{
	"inegiClarke":  `PROJCS["North_America_Lambert_Conformal_Conic",GEOGCS["GCS_North_American_1927",DATUM["D_North_American_1927",SPHEROID["Clarke_1866",6378206.4,294.9786982]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",2500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",-102.0],PARAMETER["Standard_Parallel_1",17.5],PARAMETER["Standard_Parallel_2",29.5],PARAMETER["Latitude_Of_Origin",12.0],UNIT["Meter",1.0]]`,
	"texasFeet":    `PROJCS["NAD83 / Texas South Central (ftUS)",GEOGCS["NAD83",DATUM["North_American_Datum_1983",SPHEROID["GRS 1980",6378137,298.257222101,AUTHORITY["EPSG","7019"]],AUTHORITY["EPSG","6269"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4269"]],PROJECTION["Lambert_Conformal_Conic_2SP"],PARAMETER["latitude_of_origin",27.8333333333333],PARAMETER["central_meridian",-99],PARAMETER["standard_parallel_1",30.2833333333333],PARAMETER["standard_parallel_2",28.3833333333333],PARAMETER["false_easting",1968500],PARAMETER["false_northing",13123333.333],UNIT["US survey foot",0.304800609601219,AUTHORITY["EPSG","9003"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","2278"]]`,
	"jamaica":      `PROJCS["JAD2001 / Jamaica Metric Grid",GEOGCS["JAD2001",DATUM["Jamaica_2001",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6758"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4758"]],PROJECTION["Lambert_Conformal_Conic_1SP"],PARAMETER["latitude_of_origin",18],PARAMETER["central_meridian",-77],PARAMETER["scale_factor",1],PARAMETER["false_easting",750000],PARAMETER["false_northing",650000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","3448"]]`,
	"colombia":     `PROJCS["MAGNA-SIRGAS_Origen-Nacional",GEOGCS["GCS_MAGNA",DATUM["D_MAGNA",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",5000000.0],PARAMETER["False_Northing",2000000.0],PARAMETER["Central_Meridian",-73.0],PARAMETER["Scale_Factor",0.9992],PARAMETER["Latitude_Of_Origin",4.0],UNIT["Meter",1.0]]`,
	"argentina":    `PROJCRS["POSGAR 2007 / Argentina 5",BASEGEOGCRS["POSGAR 2007",DATUM["Posiciones Geodesicas Argentinas 2007",ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",5340]],CONVERSION["Argentina zone 5",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",-90,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8801]],PARAMETER["Longitude of natural origin",-60,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8802]],PARAMETER["Scale factor at natural origin",1,SCALEUNIT["unity",1],ID["EPSG",8805]],PARAMETER["False easting",5500000,LENGTHUNIT["metre",1],ID["EPSG",8806]],PARAMETER["False northing",0,LENGTHUNIT["metre",1],ID["EPSG",8807]]],CS[Cartesian,2],AXIS["northing (X)",north,ORDER[1],LENGTHUNIT["metre",1]],AXIS["easting (Y)",east,ORDER[2],LENGTHUNIT["metre",1]],ID["EPSG",5347]]`,
	"mercator41":   `PROJCRS["WGS 84 / Mercator 41",BASEGEODCRS["WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]]],CONVERSION["Mercator 41",METHOD["Mercator (variant B)",ID["EPSG",9805]],PARAMETER["Latitude of 1st standard parallel",-41,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8823]],PARAMETER["Longitude of natural origin",100,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8802]],PARAMETER["False easting",0,LENGTHUNIT["metre",1],ID["EPSG",8806]],PARAMETER["False northing",0,LENGTHUNIT["metre",1],ID["EPSG",8807]]],CS[Cartesian,2],AXIS["easting (X)",east,ORDER[1],LENGTHUNIT["metre",1]],AXIS["northing (Y)",north,ORDER[2],LENGTHUNIT["metre",1]],SCOPE["Topographic mapping (medium and small scale)."],AREA["Southwestern Pacific Ocean and Southern Ocean areas surrounding New Zealand."],BBOX[-60,155,-25,-169.99],ID["EPSG",3994]]`,
	"brazilAlbers": `PROJCS["Brazil_Albers",GEOGCS["SIRGAS 2000",DATUM["Sistema_de_Referencia_Geocentrico_para_las_AmericaS_2000",SPHEROID["GRS 1980",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Albers_Conic_Equal_Area"],PARAMETER["latitude_of_center",-12],PARAMETER["longitude_of_center",-54],PARAMETER["standard_parallel_1",-2],PARAMETER["standard_parallel_2",-22],PARAMETER["false_easting",5000000],PARAMETER["false_northing",10000000],UNIT["metre",1]]`,
}
